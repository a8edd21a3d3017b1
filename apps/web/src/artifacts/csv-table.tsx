/** A table out of a CSV file: its first rows. */
import { texts } from "../texts/texts.ts";
import { readCsv } from "./read-csv.ts";

const MOST_ROWS = 500;

export function CsvTable({ text }: { readonly text: string }) {
  const [head = [], ...rows] = readCsv(text, MOST_ROWS);
  return (
    <table className="figures w-full border-collapse text-xs" aria-label={texts.chat.file}>
      <thead>
        <tr>
          {head.map((cell, index) => (
            <th key={index} className="sticky top-0 bg-inset px-2 py-1 text-left font-medium">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index} className="border-t border-line">
            {row.map((cell, column) => (
              <td key={column} className="px-2 py-1">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
