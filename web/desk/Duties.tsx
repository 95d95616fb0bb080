import { useQuery } from "@tanstack/react-query";
import { Alert, Card, Select, Space, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { api, call } from "../client/api";
import type { Post } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { personName } from "../shared/sentences";
import { useMe } from "../shared/session";
import { useTemplates } from "../shared/work";
import { type Cell, charter, doubles, dutiesOf, kindsOf, matrix, type Row, vacancies } from "./duties";
import { Exports } from "./Exports";
import { usePlace } from "./place";
import { Answer, Nothing } from "./ui";

function Holders({ cell }: { cell: Cell | undefined }) {
  if (!cell) return <span className="quiet">—</span>;
  if (cell.vacant) return <span className="bad">{t("posts.vacant")}</span>;
  return cell.holders.map((post) => (
    <div key={post.holding_id}>
      {post.holder && personName(post.holder)}
      {post.substitute && <span className="quiet"> {t("check.substitute")}</span>}
    </div>
  ));
}

function columns(kinds: Post["kind"][]): TableColumnsType<Row> {
  return [
    { title: t("unit"), key: "unit", fixed: "left", render: (_, row) => row.unit.name },
    ...kinds.map((kind) => ({
      title: tCode("post_kind", kind),
      key: kind,
      render: (_: unknown, row: Row) => <Holders cell={row.cells.get(kind)} />,
    })),
  ];
}

function Findings({ posts, today }: { posts: readonly Post[]; today: string }) {
  const empty = vacancies(matrix(posts, today));
  const twice = doubles(posts, today);
  const post = (one: Pick<Post, "kind" | "unit">) => `${one.unit.name} ${tCode("post_kind", one.kind)}`;
  const comma = t("list.comma");
  return (
    <>
      <Alert
        type={empty.length > 0 ? "error" : "success"}
        showIcon
        data-testid="vacancies"
        title={empty.length > 0 ? t("duty.vacant", { n: empty.length }) : t("duty.none_vacant")}
        description={empty.length > 0 ? empty.slice(0, 12).map(post).join(comma) : undefined}
      />
      {twice.length > 0 && (
        <Alert
          type="warning"
          showIcon
          data-testid="doubles"
          title={t("duty.doubles", { n: twice.length })}
          description={twice.slice(0, 12).map((one) => (
            <div key={one.person}>
              {one.name}
              {pick("：", ": ")}
              {one.posts.map(post).join(comma)}
            </div>
          ))}
        />
      )}
    </>
  );
}

function Charter({ kinds, where }: { kinds: Post["kind"][]; where: string }) {
  const [chosen, setChosen] = useState<Post["kind"] | undefined>(kinds[0]);
  const templates = useTemplates();
  const kind = chosen && kinds.includes(chosen) ? chosen : kinds[0];
  if (!kind || !templates.data) return null;
  const duties = dutiesOf(kind, templates.data.items);
  return (
    <Space wrap>
      <Select<Post["kind"]>
        value={kind}
        onChange={setChosen}
        aria-label={t("posts.kind")}
        popupMatchSelectWidth={false}
        options={kinds.map((value) => ({ value, label: tCode("post_kind", value) }))}
      />
      <span className="quiet">{t("duty.count", { n: duties.length })}</span>
      <Exports
        name={t("duty.charter_title", { post: tCode("post_kind", kind) })}
        paper={() => charter(kind, where, duties)}
      />
    </Space>
  );
}

/** The chain of responsibility: who holds which post where, what is vacant, who holds two; and each post's charter. */
export function Duties() {
  const me = useMe();
  const { unit } = usePlace();
  const asked = useQuery({
    queryKey: ["posts", unit.id, "and_below"],
    queryFn: () =>
      call(api.GET("/api/v1/units/{id}/posts", { params: { path: { id: unit.id }, query: { of: "and_below" } } })),
  });
  const rows = matrix(asked.data?.items ?? [], me.today);
  const kinds = kindsOf(rows);
  return (
    <Card title={t("duty.title", { unit: unit.name })} extra={<Charter kinds={kinds} where={unit.name} />}>
      <Answer of={asked}>
        {(data) =>
          data.items.length === 0 ? (
            <Nothing what={t("posts.none")} next={t("duty.none_next")} />
          ) : (
            <div className="stack">
              <Findings posts={data.items} today={me.today} />
              <Table
                size="small"
                rowKey={(row) => row.unit.id}
                dataSource={rows}
                columns={columns(kinds)}
                pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
                scroll={{ x: "max-content" }}
                data-testid="matrix"
              />
            </div>
          )
        }
      </Answer>
    </Card>
  );
}
