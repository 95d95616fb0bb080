import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gather } from "./live";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst of events is one refetch of what they touch", () => {
  const seen: string[][] = [];
  const gathered = gather((subjects) => seen.push(subjects));
  gathered.add(["checks", "curve"]);
  vi.advanceTimersByTime(100);
  gathered.add(["curve", "signals"]);
  vi.advanceTimersByTime(199);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([["checks", "curve", "signals"]]);
});

test("a stream that never pauses is refetched each half second", () => {
  const seen: string[][] = [];
  const gathered = gather((subjects) => seen.push(subjects));
  for (let ms = 0; ms < 2000; ms += 50) {
    gathered.add(["checks"]);
    vi.advanceTimersByTime(50);
  }
  expect(seen.length).toBeGreaterThanOrEqual(3);
  expect(seen.length).toBeLessThanOrEqual(4);
});

test("nothing comes after stopping", () => {
  const seen: string[][] = [];
  const gathered = gather((subjects) => seen.push(subjects));
  gathered.add(["checks"]);
  gathered.stop();
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([]);
});
