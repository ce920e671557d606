// Asks the HTTP API, and tells refusals as values of one class.
import type { Problem } from './shapes';

/** What the API refused, in its own words; status 0 where it could not be reached at all. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: { pointer: string; detail: string }[];

  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.status = problem.status;
    this.errors = problem.errors ?? [];
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** Returns the path of an API route, with its parts encoded and what is asked; null and '' are left out. */
export function address(parts: string[], query: Record<string, string | number | null | undefined> = {}): string {
  const path = ['/v1', ...parts.map(encodeURIComponent)].join('/');
  const said = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const search = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
  return search.size ? `${path}?${search}` : path;
}

/** Gets JSON. Throws a Refusal. */
export async function get<T>(path: string): Promise<T> {
  return told<T>(path);
}

/** Posts (or patches) an object as JSON. Throws a Refusal. */
export async function post<T>(path: string, body: unknown, method: 'POST' | 'PATCH' = 'POST'): Promise<T> {
  return told<T>(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function told<T>(path: string, init: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new Refusal(problem(0, 'The service cannot be reached.'));
  }
  let said: unknown;
  try {
    said = await answer.json();
  } catch {
    // A proxy's own page, or an answer that was cut off: not the API's words.
    throw new Refusal(problem(answer.status, `The service answered with something unreadable (${answer.status}).`));
  }
  if (answer.ok) return said as T;
  throw new Refusal(said as Problem);
}

function problem(status: number, detail: string): Problem {
  return { type: 'about:blank', title: 'Failed', status, detail };
}
