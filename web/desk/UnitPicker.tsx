import { useQuery } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import { useState } from "react";
import { api, page } from "../client/api";
import type { Unit, UnitRef } from "../client/types";
import { t } from "../shared/i18n";
import { useMe } from "../shared/session";
import { choosePlace, isGroup, usePlace } from "./place";

type Node = { id: string; pId: string; value: string; title: string; isLeaf: boolean; unit: UnitRef };

const node = (parent: string, unit: Unit): Node => ({
  id: unit.id,
  pId: parent,
  value: unit.id,
  title: unit.name,
  isLeaf: isGroup(unit),
  unit: { id: unit.id, kind: unit.kind, name: unit.name },
});

const ask = (parent: string | undefined) =>
  page<Unit>(api.GET("/api/v1/units", { params: { query: { parent, limit: 200 } } }));

/** The tree of my reach, opened branch by branch: nobody loads 50,000 schools to choose one. */
export function UnitPicker() {
  const me = useMe();
  const { unit } = usePlace();
  const [below, setBelow] = useState<Node[]>([]);
  const roots = useQuery({ queryKey: ["units", "roots"], queryFn: () => ask(undefined), staleTime: Infinity });
  const nodes = [...(roots.data?.items ?? []).map((one) => node("", one)), ...below];
  // A place remembered from an earlier visit may lie deeper than what is loaded.
  const shown =
    nodes.some((one) => one.value === unit.id) || !unit.id
      ? nodes
      : [...nodes, { ...node("", { ...unit } as Unit), isLeaf: true }];

  const load = async (parent: string) => {
    if (below.some((one) => one.pId === parent)) return;
    const answer = await ask(parent);
    setBelow((before) => [
      ...before.filter((one) => one.pId !== parent),
      ...answer.items.map((one) => node(parent, one)),
    ]);
  };

  return (
    <TreeSelect
      className="unit-picker"
      treeDataSimpleMode={{ id: "id", pId: "pId", rootPId: "" }}
      treeData={shown}
      value={unit.id}
      popupMatchSelectWidth={320}
      treeExpandAction="doubleClick"
      aria-label={t("unit.choose")}
      data-testid="unit-picker"
      loadData={(one) => load(String(one.value))}
      onChange={(id: string) => {
        const chosen = nodes.find((one) => one.value === id);
        if (chosen) choosePlace(me, chosen.unit);
      }}
    />
  );
}
