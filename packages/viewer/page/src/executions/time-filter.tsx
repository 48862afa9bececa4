import type { VNode } from "preact";
import { PERIODS, type ExecutionQuery } from "./execution-query.ts";
import { FilterPopover } from "./filter-menu.tsx";
import "./time-filter.css";

const NAMES: { readonly [period: string]: string } = {
  "15m": "Last 15 minutes",
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
};

interface TimeFilterProps {
  readonly query: ExecutionQuery;
  readonly onChange: (query: ExecutionQuery) => void;
}

/** From when to when: a period up to now, or two moments. */
export function TimeFilter({ query, onChange }: TimeFilterProps): VNode {
  const { since, until } = query;
  const choose = (period: string | undefined): void =>
    onChange({ ...query, since: period, until: undefined });
  const period = since !== undefined && Object.hasOwn(PERIODS, since) ? since : undefined;
  const custom = period === undefined && (since !== undefined || until !== undefined);
  return (
    <FilterPopover label="Time" chosen={custom ? "custom" : (period ?? "")}>
      <div class="filter-values">
        <Period
          name="Any time"
          checked={since === undefined && until === undefined}
          choose={() => choose(undefined)}
        />
        {Object.keys(PERIODS).map((one) => (
          <Period
            key={one}
            name={NAMES[one] ?? one}
            checked={one === since}
            choose={() => choose(one)}
          />
        ))}
      </div>
      <div class="time-range">
        <Moment
          label="From"
          value={period === undefined ? since : undefined}
          onChange={(moment) => onChange({ ...query, since: moment })}
        />
        <Moment
          label="Until"
          value={until}
          onChange={(moment) => onChange({ ...query, until: moment })}
        />
      </div>
    </FilterPopover>
  );
}

interface PeriodProps {
  readonly name: string;
  readonly checked: boolean;
  readonly choose: () => void;
}

function Period({ name, checked, choose }: PeriodProps): VNode {
  return (
    <label class="filter-value">
      <input type="radio" name="period" checked={checked} onChange={choose} />
      <span class="filter-label">{name}</span>
    </label>
  );
}

interface MomentProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (moment: string | undefined) => void;
}

function Moment({ label, value, onChange }: MomentProps): VNode {
  return (
    <label class="time-moment">
      <span>{label}</span>
      <input
        type="datetime-local"
        value={localForm(value)}
        onChange={(event) => onChange(isoForm(event.currentTarget.value))}
      />
    </label>
  );
}

/** The form that the field takes: local time without a zone. */
function localForm(iso: string | undefined): string {
  const moment = iso === undefined ? NaN : Date.parse(iso);
  if (Number.isNaN(moment)) return "";
  const offset = new Date(moment).getTimezoneOffset() * 60_000;
  return new Date(moment - offset).toISOString().slice(0, 16);
}

function isoForm(local: string): string | undefined {
  const moment = Date.parse(local);
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}
