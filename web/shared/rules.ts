import { useQuery } from "@tanstack/react-query";
import { api, call } from "../client/api";
import { remembered } from "./remember";
import { pick, useLocale } from "./i18n";

const FOREVER = { staleTime: Infinity, gcTime: Infinity } as const;

export const useSymptoms = () =>
  useQuery({
    queryKey: ["rules", "symptoms"],
    queryFn: remembered("symptoms", () => call(api.GET("/api/v1/rules/symptoms"))),
    ...FOREVER,
  }).data ?? [];

export const useDiseases = () =>
  useQuery({ queryKey: ["rules", "diseases"], queryFn: () => call(api.GET("/api/v1/rules/diseases")), ...FOREVER })
    .data ?? [];

export const useSyndromes = () =>
  useQuery({ queryKey: ["rules", "syndromes"], queryFn: () => call(api.GET("/api/v1/rules/syndromes")), ...FOREVER })
    .data ?? [];

type Named = { code: string; zh: string; en: string };

/** Words for symptom codes, joined; a code the server no longer lists is shown as it is. */
export function useSymptomText(): (codes: readonly string[]) => string {
  useLocale();
  const symptoms: readonly Named[] = useSymptoms();
  return (codes) =>
    codes
      .map((code) => symptoms.find((one) => one.code === code))
      .map((found, n) => (found ? pick(found.zh, found.en) : (codes[n] ?? "")))
      .join(pick("、", ", "));
}

export function useDiseaseText(): (slug: string) => string {
  useLocale();
  const diseases = useDiseases();
  return (slug) => {
    const found = diseases.find((one) => one.slug === slug);
    return found ? pick(found.zh, found.en) : slug;
  };
}
