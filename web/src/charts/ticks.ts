// The ticks of a scale of time, labelled as shortly as they can be told apart.
export interface Tick {
  at: number;
  /** Where its label stands: a day's in the middle of the day. */
  middle: number;
  label: string;
}

const DAY = 86_400_000;

type Scale = { (at: number | Date): number; ticks(count: number): Date[] };

/** Returns the ticks of a scale of time, labelled by the day, or by the month where they are months. */
export function ticks(scale: Scale, count: number): Tick[] {
  const days = scale.ticks(count).filter((at) => at.getTime() % DAY === 0);
  const areMonths = days.every((at) => at.getUTCDate() === 1);
  const areYears = areMonths && days.every((at) => at.getUTCMonth() === 0);
  return days.map((at, place) => {
    const hasYear = areYears || (areMonths && (place === 0 || at.getUTCMonth() === 0));
    const says: Intl.DateTimeFormatOptions = {
      ...(areYears ? {} : { month: 'short' }),
      ...(areMonths ? {} : { day: 'numeric' }),
      ...(hasYear ? { year: 'numeric' } : {}),
      timeZone: 'UTC',
    };
    return {
      at: scale(at),
      middle: scale(areMonths ? at : at.getTime() + DAY / 2),
      label: at.toLocaleDateString('en-GB', says),
    };
  });
}
