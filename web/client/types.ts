/** The contract's shapes under the names the pages use. Only this file knows how the generated schema spells them. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type UnitRef = Schemas["UnitRef"];
export type PersonRef = Schemas["PersonRef"];
export type Unit = Schemas["Unit"];
export type Problem = Schemas["Problem"];
export type Role = Schemas["Role"];
export type CheckType = Schemas["CheckType"];
export type ExceptionKind = Schemas["ExceptionKind"];
export type Exception = Schemas["Exception"];
export type Roster = Schemas["Roster"];
export type RosterMember = Schemas["RosterMember"];
export type DueList = Schemas["DueList"];
export type DueCheck = Schemas["DueCheck"];
export type CheckReport = Schemas["CheckReport"];
export type TraceReport = Schemas["TraceReport"];
export type GuardianMessage = Schemas["GuardianMessage"];
export type CheckReceipt = Schemas["CheckReceipt"];
export type CheckView = Schemas["CheckView"];
export type BatchResult = Schemas["BatchResult"];
export type Completeness = Schemas["Completeness"];
export type CompletenessItem = Schemas["CompletenessItem"];
export type Absence = Schemas["Absence"];
export type AbsenceDetail = Schemas["AbsenceDetail"];
export type Ruling = Schemas["Ruling"];
export type Rule = Schemas["Rule"];
export type Signal = Schemas["Signal"];
export type SignalDetail = Schemas["SignalDetail"];
export type SignalEvent = Schemas["SignalEvent"];
export type SignalPerson = Schemas["SignalPerson"];
export type EpidemicCurve = Schemas["EpidemicCurve"];
export type ReturnFacts = Schemas["ReturnFacts"];
export type CodeLabel = Schemas["CodeLabel"];
export type DiseaseLabel = Schemas["DiseaseLabel"];
export type Post = Schemas["Post"];
export type DayKind = Schemas["DayKind"];
export type OwnCalendar = Schemas["OwnCalendar"];
export type ImportReport = Schemas["ImportReport"];
export type AccountView = Schemas["AccountView"];
export type FieldProblem = Schemas["FieldError"];
export type Task = Schemas["Task"];
export type TaskDetail = Schemas["TaskDetail"];
export type TaskRecord = Schemas["TaskRecord"];
export type TaskReport = Schemas["SubmitTask"];
export type WorkTemplate = Schemas["WorkTemplate"];
export type Wave = Schemas["Wave"];
export type WaveDetail = Schemas["WaveDetail"];
export type Counts = Schemas["TaskCounts"];
/** How far a unit is with a piece of work, all below it counted in. */
export type CoverageItem = Schemas["CoveredUnit"];
export type ChecklistHead = Schemas["ChecklistHead"];
export type ChecklistDetail = Schemas["ChecklistDetail"];
export type ChecklistItem = Schemas["ChecklistItem"];
export type ChecklistTrend = Schemas["ChecklistTrend"];
export type InspectionSample = Schemas["InspectionSample"];
export type ResponsibilityChain = Schemas["ResponsibilityChain"];
export type DutyLine = Schemas["DutyLine"];
export type DutySeat = Schemas["DutySeat"];
export type Paper = Schemas["Paper"];
export type Channel = Schemas["ChannelView"];
export type ChannelKind = Schemas["ChannelKind"];
export type AuditEntry = Schemas["AuditEntry"];

export type Page<T> = { items: T[]; next: string | null };

/** "2026-11-23" */
export type Day = string;
/** RFC 3339, UTC: "2026-11-23T23:41:07.123Z" */
export type Instant = string;
