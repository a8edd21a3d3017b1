import { describe, expect, it } from "vitest";
import { languageOf } from "./language-of.ts";

describe("languageOf", () => {
  it.each([
    ["english", "The total of all orders in March was higher than that of the month before."],
    ["german", "Die Summe aller Bestellungen im März war höher als die des Monats davor."],
    [
      "french",
      "Le total des commandes de mars est plus élevé que celui du mois précédent, et il reste dans la moyenne.",
    ],
    ["spanish", "El total de los pedidos de marzo es más alto que el del mes anterior, pero no se sabe por qué."],
    ["italian", "Il totale degli ordini di marzo è più alto di quello del mese precedente, ma non si sa perché."],
    ["portuguese", "O total das encomendas de março é mais alto que o do mês anterior, mas não se sabe porquê."],
    ["dutch", "Het totaal van de bestellingen in maart is hoger dan dat van de maand ervoor, maar niet veel."],
    ["polish", "Suma zamówień w marcu jest wyższa niż w lutym, ale nie wiadomo, czy to się powtórzy."],
    ["swedish", "Summan av beställningarna i mars är högre än den för februari, men det är inte mycket."],
    ["turkish", "Mart ayındaki siparişlerin toplamı bir önceki aya göre daha yüksek ve bu çok iyi bir sonuç."],
    ["russian", "Сумма заказов в марте выше, чем в феврале."],
    ["chinese", "三月的订单总额高于二月。"],
    ["japanese", "三月の注文の合計は二月より高いです。"],
    ["korean", "3월 주문 합계가 2월보다 높습니다."],
    ["arabic", "إجمالي الطلبات في مارس أعلى من فبراير."],
  ])("knows %s", (language, text) => expect(languageOf(text)).toBe(language));

  it.each([
    "",
    "42",
    "OK",
    "Graz, Linz, Wien",
    "sales.csv",
    "const x = await read(path);",
    "```\nthe code of the thing is here and that is it\n```",
    "| the | of | and |\n|---|---|---|\n| is | are | was |",
    "Total: 1,250.00 EUR",
    'He said "der die das und ist nicht" twice.',
    "Müller GmbH & Co. KG",
    "SELECT region, SUM(amount) FROM data GROUP BY region",
  ])("is not sure about %j", (text) => expect(languageOf(text)).toBeUndefined());
});
