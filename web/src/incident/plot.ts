// Where the claims of an incident stand on two clocks: across, when it happened; up, when it became known.
import { scaleUtc } from 'd3-scale';
import type { Claim, Clock } from '../api/shapes';
import { ticks, type Tick } from '../charts/ticks';
import { millis } from '../words/times';

export interface Mark {
  claim: Claim;
  /** The middle of its sign, and the ends of its bar, in pixels. */
  x: number;
  y: number;
  from: number;
  to: number;
  /** Which ends are open or in doubt. */
  softFrom: boolean;
  softTo: boolean;
  isUnknown: boolean;
  /** How far up or down its other time stands, within the chart. */
  other: number;
}

export interface Plot {
  marks: Mark[];
  across: Tick[];
  up: Tick[];
  /** The line where happened and known are the same, if it crosses the chart. */
  diagonal: [number, number, number, number] | null;
  /** The height of the page's moment; whether it lies above all that is drawn. */
  moment: { y: number; isBeyond: boolean };
  box: Box;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** The middle of the column for what has no date, or null where it is not needed. */
  unknown: number | null;
}

const DAY = 86_400_000;
const SIGN = 11;
/** How far a bar fades out where its end is open. */
const FADE = 40;

/** Sets out claims in a chart of so many pixels; *moment* is the page's, on the same clock. */
export function plot(
  claims: readonly Claim[],
  { width, height, clock, moment }: { width: number; height: number; clock: Clock; moment: string | null },
): Plot {
  const known = (claim: Claim) => millis(clock === 'published' ? claim.report.published : claim.recorded);
  const other = (claim: Claim) => millis(clock === 'published' ? claim.recorded : claim.report.published);
  const dated = claims.filter(isDated);
  const hasUnknown = dated.length < claims.length;
  const box: Box = {
    left: hasUnknown ? 96 : 58,
    right: width - 10,
    top: 22,
    bottom: height - 24,
    unknown: hasUnknown ? 76 : null,
  };

  const ups = claims.map(known);
  const at = moment === null ? null : millis(moment);
  const [low, high] = spread(ups);
  const isBeyond = at === null || at > high + (high - low) * 0.25;
  const y = scaleUtc([low, isBeyond ? high : Math.max(high, at)], [box.bottom - 10, box.top + (isBeyond ? 16 : 8)]);
  const bounds = dated.flatMap(({ occurred }) =>
    [occurred?.earliest, occurred?.latest].filter((one) => one != null).map(millis),
  );
  const [first, last] = spread([...bounds, ...(bounds.length ? [Math.min(...ups)] : ups)]);
  const x = scaleUtc([first, last], [box.left + 12, box.right - 12]);

  const marks = claims.map((claim) => ({
    ...across(claim, x, box),
    y: y(known(claim)),
    other: clamp(y(other(claim)), box),
  }));
  const [dFrom, dTo] = [Math.max(first, low), Math.min(last, y.domain()[1]?.getTime() ?? high)];
  return {
    marks: apart(marks, box, y(0) - y(DAY)),
    across: ticks(x, Math.max(2, Math.floor(width / 110))),
    up: ticks(y, 5),
    diagonal: dFrom < dTo ? [x(dFrom), y(dFrom), x(dTo), y(dTo)] : null,
    moment: { y: isBeyond ? box.top : y(at), isBeyond },
    box,
  };
}

function isDated({ occurred }: Claim): boolean {
  return occurred !== null && (occurred.earliest !== null || occurred.latest !== null);
}

function across(claim: Claim, x: (at: number) => number, box: Box): Omit<Mark, 'y' | 'other'> {
  const { occurred } = claim;
  if (!occurred || !isDated(claim)) {
    const at = box.unknown ?? box.left;
    return { claim, x: at, from: at, to: at, softFrom: false, softTo: false, isUnknown: true };
  }
  const [earliest, latest] = [occurred.earliest, occurred.latest].map((one) => (one ? x(millis(one)) : null)) as [
    number | null,
    number | null,
  ];
  const from = earliest ?? Math.max(box.left, (latest ?? 0) - FADE);
  const to = latest ?? Math.min(box.right, (earliest ?? 0) + FADE);
  const isFuzzy = /[~?%]/.test(occurred.edtf);
  const middle = earliest === null ? to : latest === null ? from : (from + to) / 2;
  return {
    claim,
    x: middle,
    from,
    to,
    softFrom: !occurred.earliest || isFuzzy,
    softTo: !occurred.latest || isFuzzy,
    isUnknown: false,
  };
}

/** Moves signs that would cover each other: down, within the height of a day, or a little both ways if days are thin. */
function apart(marks: Mark[], box: Box, ofDay: number): Mark[] {
  const placed: Mark[] = [];
  const step = SIGN - 1;
  const rows =
    ofDay > 3 * step
      ? Array.from({ length: Math.floor((ofDay - 4) / step) }, (_, row) => row * step)
      : [0, -0.7 * step, 0.7 * step];
  for (const mark of marks) {
    const free = rows.find((row) => {
      const y = mark.y + row;
      const isInside = y > box.top && y < box.bottom;
      return isInside && !placed.some((one) => Math.abs(one.x - mark.x) < SIGN && Math.abs(one.y - y) < step);
    });
    placed.push({ ...mark, y: mark.y + (free ?? 0) });
  }
  return placed;
}

/** Returns the lowest and the highest moment, at least four days apart, so that days can be told. */
function spread(moments: readonly number[]): [number, number] {
  const [low, high] = moments.reduce(([a, b], one) => [Math.min(a, one), Math.max(b, one)], [Infinity, -Infinity]);
  const lack = Math.max(0, 4 * DAY - (high - low)) / 2;
  return [low - lack, high + lack];
}

function clamp(y: number, { top, bottom }: Box): number {
  return Math.min(bottom, Math.max(top, y));
}
