import { MINUTE_MS } from '../domain/calendar.ts';

/** A duration as people say it: `12 s`, `5 min`, `3 h 20 min`, `2 d 4 h`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < MINUTE_MS) return `${Math.round(milliseconds / 1000)} s`;
  const minutes = Math.round(milliseconds / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const [large, small] = hours < 24 ? [`${hours} h`, minutes % 60 === 0 ? '' : ` ${minutes % 60} min`] : [`${Math.floor(hours / 24)} d`, hours % 24 === 0 ? '' : ` ${hours % 24} h`];
  return large + small;
}
