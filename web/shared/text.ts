/**
 * Fills a template: `{name}` by its parameter; `{n|pupil|pupils}` by the first word when n is 1, else the second
 * (Chinese templates never need the second form).
 */
export type Params = Record<string, string | number>;

export function fill(template: string, params: Params = {}): string {
  return template.replace(
    /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      if (one === undefined || many === undefined) return String(value);
      return Number(value) === 1 ? one : many;
    },
  );
}
