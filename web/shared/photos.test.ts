import { expect, test } from "vitest";
import { fit, hashOf, LONGEST_SIDE } from "./photos";

test.each([
  [
    { width: 4000, height: 3000 },
    { width: 1600, height: 1200 },
  ],
  [
    { width: 3000, height: 4000 },
    { width: 1200, height: 1600 },
  ],
  [
    { width: 800, height: 600 },
    { width: 800, height: 600 },
  ],
  [
    { width: 100_000, height: 10 },
    { width: LONGEST_SIDE, height: 1 },
  ],
])("%o fits as %o", (given, expected) => expect(fit(given)).toEqual(expected));

// FIPS 180-4's example.
test("the hash of three letters", async () =>
  expect(await hashOf(new Blob(["abc"]))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
