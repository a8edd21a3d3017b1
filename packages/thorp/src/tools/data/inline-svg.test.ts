import { expect, test } from "vitest";
import { inlineSvg } from "./inline-svg.ts";

const options = { prefix: "c1", label: 'A "chart"' };

test("plain shapes stay an svg, with ids of their own", () => {
  const svg =
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><defs><clipPath id="clip0"></clipPath></defs><g clip-path="url(#clip0)"><text>a &lt;script&gt;</text></g></svg>';
  expect(inlineSvg(svg, options)).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg"><defs><clipPath id="c1-clip0"></clipPath></defs><g clip-path="url(#c1-clip0)"><text>a &lt;script&gt;</text></g></svg>',
  );
});

test.each([
  "<svg><script>alert(1)</script></svg>",
  '<svg onload="alert(1)"></svg>',
  "<svg><rect/onclick=alert(1)></rect></svg>",
  '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><image href="https://evil.example/x"/></svg>',
  '<svg><rect xlink:href="#a"/></svg>',
  "<svg><foreignObject><p>x</p></foreignObject></svg>",
  "<svg><style>@import 'x'</style></svg>",
  '<svg><rect style="x"/></svg>',
  '<svg><rect fill="url(https://evil.example)"/></svg>',
  "<svg><!-- --></svg>",
  "<p>no svg</p>",
  "<svg></svg><script>x</script>",
])("%s becomes an image, in which nothing runs", (svg) => {
  const html = inlineSvg(svg, options);
  expect(html).toMatch(/^<img src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+" alt="A &quot;chart&quot;">$/);
});
