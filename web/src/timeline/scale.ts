// Where on the horizontal axis something happened: the span of the axis, its ticks, and the bar of a fuzzy date.
import { scaleUtc, type ScaleTime } from 'd3-scale';
import type { FuzzyDate, SummaryItem } from '../api/shapes';

export type Scale = ScaleTime<number, number>;

/** From when until when, in milliseconds. */
export type Span = readonly [number, number];

const DAY = 86_400_000;
const YEARS: readonly Span[] = [[Date.UTC(2000, 0, 1), Date.UTC(2001, 0, 1)]];

/** Returns the span of the months in which anything happened, with some air on both sides. */
export function spanOf(items: readonly SummaryItem[]): Span {
  const months = items.flatMap(({ month }) => (month ? [month] : [])).sort();
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return YEARS[0] as Span;
  const [begin, end] = [Date.parse(`${first}-01T00:00:00Z`), endOfMonth(last)];
  const air = Math.max(DAY, (end - begin) * 0.02);
  return [begin - air, end + air];
}

/** Returns the first instant behind a month, as 2024-10. */
export function endOfMonth(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return Date.UTC(year, number, 1);
}

/** Returns the span that two filters cut out of the whole: days, the last one included. */
export function windowOf(from: string | undefined, to: string | undefined, whole: Span): Span {
  const begin = from ? Date.parse(from) : whole[0];
  const end = to ? Date.parse(to) + (to.length === 10 ? DAY : 0) : whole[1];
  return end > begin ? [begin, end] : whole;
}

/** Returns the scale of a span over a width. */
export function scaleOf(span: Span, width: number): Scale {
  return scaleUtc([...span], [0, Math.max(1, width)]);
}

/** Where a fuzzy date lies on the axis; a soft end may lie further out, or is unknown. */
export interface Bar {
  x: number;
  width: number;
  isSoftLeft: boolean;
  isSoftRight: boolean;
}

const LEAST = 10; // pixels: what happened on one day is still to be seen

/** Returns the bar of a date within a width, or null where it has none, or lies outside. */
export function barOf(date: FuzzyDate | null, scale: Scale, width: number): Bar | null {
  if (!date || (!date.earliest && !date.latest)) return null;
  const isDoubtful = /[~?%]/.test(date.edtf);
  const left = date.earliest ? scale(Date.parse(date.earliest)) : 0;
  const right = date.latest ? scale(Date.parse(date.latest)) : width;
  if (right < 0 || left > width) return null;
  const [x, end] = [Math.max(-LEAST, Math.min(left, width - LEAST)), Math.min(right, width + LEAST)];
  return {
    x,
    width: Math.max(LEAST, end - x),
    isSoftLeft: isDoubtful || !date.earliest,
    isSoftRight: isDoubtful || !date.latest,
  };
}

/** Returns the day of an instant, as filters take it. */
export function dayOf(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10);
}
