import { api, call } from "../client/api";
import type { Day } from "../client/types";
import { remembered } from "../shared/remember";

/** A group's members on a day, kept on the phone; a list kept earlier stands in when there is no signal. */
export const rosterQuery = (groupId: string, day: Day) => ({
  queryKey: ["roster", groupId, day],
  queryFn: remembered(`roster.${groupId}`, () =>
    call(api.GET("/api/v1/units/{id}/roster", { params: { path: { id: groupId }, query: { day } } })),
  ),
  staleTime: 5 * 60_000,
});
