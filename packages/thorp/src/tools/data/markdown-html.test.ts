import { expect, test } from "vitest";
import { markdownToHtml } from "./markdown-html.ts";

test.each([
  ["One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"],
  ["# A\n## B ##", "<h3>A</h3>\n<h4>B</h4>"],
  ["- a\n- b\n  - c\n- d", "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul></li>\n<li>d</li>\n</ul>"],
  ["3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'],
  ["- a\n\n- b\n\nText", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>Text</p>"],
  ["> a\n> - b", "<blockquote><p>a</p>\n<ul>\n<li>b</li>\n</ul></blockquote>"],
  ["> > a\n>> b", "<blockquote><p>a<br>\nb</p></blockquote>"],
  ["```js\n<b> **x**\n```\nz", "<pre><code>&lt;b&gt; **x**</code></pre>\n<p>z</p>"],
  ["a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"],
  [
    "**b** *i* _j_ __k__ snake_case_name 2*3*4",
    "<p><strong>b</strong> <em>i</em> <em>j</em> <strong>k</strong> snake_case_name 2*3*4</p>",
  ],
  ["`a*b*<c>` \\*no\\*", "<p><code>a*b*&lt;c&gt;</code> *no*</p>"],
  [
    "[a **b**](https://e.org/?x=1&y=2)",
    '<p><a href="https://e.org/?x=1&amp;y=2" rel="noreferrer">a <strong>b</strong></a></p>',
  ],
  ["See https://e.org/a_b_c.", '<p>See <a href="https://e.org/a_b_c" rel="noreferrer">https://e.org/a_b_c</a>.</p>'],
])("%j", (markdown, html) => {
  expect(markdownToHtml(markdown)).toBe(html);
});

test("tables keep alignment and escaped bars", () => {
  expect(markdownToHtml("| a | n |\n| --- | ---: |\n| x\\|y | 2 |\nafter")).toBe(
    '<div class="wide"><table>\n<thead><tr><th scope="col">a</th><th scope="col" class="number">n</th></tr></thead>\n<tbody>\n<tr><td>x|y</td><td class="number">2</td></tr>\n</tbody>\n</table></div>\n<p>after</p>',
  );
});

test.each([
  "<script>alert(1)</script>",
  "[x](javascript:alert(1))",
  "[x](data:text/html,<script>)",
  '[x](https://e.org/"onmouseover="alert(1))',
  "![p](https://evil.example/p.png)",
  '<img src=x onerror="alert(1)">',
  "`</code><script>`",
  "| <script> | b |\n| --- | --- |\n| <i> | c |",
  "\u00000\u0000 [a](https://e.org)",
])("%j adds no element and no attribute of its own", (markdown) => {
  const html = markdownToHtml(markdown);
  expect(html).not.toMatch(/<(script|img|i)\b/i);
  expect(html).not.toMatch(/href="(?!https?:)/i);
  expect(html.replace(/"[^"]*"/g, "")).not.toMatch(/<[^>]*\bon\w+\s*=/i);
  expect(html).not.toContain("\u0000");
});

test("hostile repetition ends, and without filling the stack", () => {
  for (const piece of [
    "*",
    "**a",
    "_a ",
    "[",
    "[a](",
    ">",
    "> ",
    "`",
    "- ",
    "|",
    "#",
    "\\",
    "https://",
    "1. ",
    "~~~\n",
  ]) {
    expect(markdownToHtml(piece.repeat(5000))).toBeTypeOf("string");
  }
});

test("ends on every input", () => {
  for (const text of [
    "",
    "|",
    "|-|",
    "- ",
    "-",
    "> ",
    "```",
    "1.",
    "#",
    "# ",
    "\\",
    "[",
    "* *\n*",
    "a |\n--|--",
    "    - x\n- y\n 1) z",
  ]) {
    expect(markdownToHtml(text)).toBeTypeOf("string");
  }
});
