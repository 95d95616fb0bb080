import { pick } from "../shared/i18n";
import { useSymptoms } from "../shared/rules";

type Props = { chosen: readonly string[]; onChange: (codes: string[]) => void };

export function SymptomChips({ chosen, onChange }: Props) {
  const toggle = (code: string) =>
    onChange(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]);
  return (
    <div className="chips">
      {useSymptoms().map((one) => (
        <button
          key={one.code}
          type="button"
          data-code={one.code}
          aria-pressed={chosen.includes(one.code)}
          onClick={() => toggle(one.code)}
        >
          {pick(one.zh, one.en)}
        </button>
      ))}
    </div>
  );
}
