/* Tables whose rows stay the same elements as long as they are the same things: what has the focus keeps it. */
import { html, nothing, repeat } from "./lit-html.js";

/** `columns`: [{ title, cell(row) }], `name` for a class of its cells. `key(row)`: who a row is. `none`: said when there is
    none. `row(row)`: attributes of a row, { class, … }. */
export function table({ columns, rows, key, none, about = () => ({}) }) {
  return html`<table>
    <thead><tr>${columns.map((one) => html`<th>${one.title}</th>`)}</tr></thead>
    <tbody>${rows.length ? repeat(rows, key, (row) => line(columns, row, about(row))) : html`<tr><td class="quiet" colspan=${columns.length}>${none}</td></tr>`}</tbody>
  </table>`;
}

const line = (columns, row, { name = nothing, id = nothing }) =>
  html`<tr class=${name} data-id=${id}>${columns.map((one) => html`<td class=${one.name ?? nothing}>${one.cell(row)}</td>`)}</tr>`;
