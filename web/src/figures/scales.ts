// The scales of the chart of figures: time across, numbers up, straight or by powers of ten.
import { scaleLinear, scaleLog, scaleUtc } from 'd3-scale';
import { ticks, type Tick } from '../charts/ticks';
import type { Series } from './series';

export interface Scales {
  x: (at: number) => number;
  y: (value: number) => number;
  across: Tick[];
  up: Tick[];
}

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Returns the scales for lines in a frame of pixels. */
export function scales(lines: readonly Series[], end: number, frame: Frame, isLog: boolean): Scales {
  const words = lines.flatMap(({ words }) => words);
  const begin = Math.min(...words.map(({ from }) => from));
  const x = scaleUtc([Math.min(begin, end - 4 * 86_400_000), end], [frame.left + 8, frame.right]);
  const values = words.flatMap(({ said }) => [said.low, said.best, said.high]).filter((value) => value !== null);
  const open = words.flatMap(({ said, level }) =>
    said.best === null && said.high === null && level !== null ? [level * 1.25] : [],
  );
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const y = isLog
    ? scaleLog([least / 1.5, Math.max(most * 1.5, ...open)], [frame.bottom, frame.top])
    : scaleLinear([0, Math.max(most * 1.1, ...open, 1)], [frame.bottom, frame.top]);
  const shown = y.ticks(4).filter((value) => (isLog ? /^[125]0*$/.test(String(value)) : Number.isInteger(value)));
  return {
    x,
    y,
    across: ticks(x, Math.max(2, Math.floor((frame.right - frame.left) / 90))),
    up: shown.map((value) => ({ at: y(value), middle: y(value), label: value.toLocaleString('en-GB') })),
  };
}
