/** Is a request English? By script, then by the function words of the languages that people are likely to write. */
import type { Token } from "./lex.ts";

const english = words(
  "the a an of to in on for and or is are was were what which who when where how why do does did this that these those it my me i you we they with from by at as be can could would please show give make find " +
    "list open read all tell get than then between into each per not no if there have has many much about",
);

/** Words that are common in their language and are no English words. */
const others: Readonly<Record<string, ReadonlySet<string>>> = {
  german: words(
    "umsatz umsätze gehalt gehälter durchschnitt durchschnittlich durchschnittliche durchschnittlicher durchschnittliches summe anzahl insgesamt gesamt balkendiagramm kreisdiagramm liniendiagramm diagramm tabelle bericht ausgaben kunden bestellungen mitarbeiter abteilung monat monate jahr woche zeilen spalte wörter wörtern meilen gedicht geschichte rechnung vertrag sortiere speichere addiere zähle vergleiche worum geht wer gab wurde wird werden je hilfe meisten höchste niedrigste " +
      "der das den dem ein eine einen einem einer und oder ist sind war wie wo wann warum welche welcher welches nicht mit von zum zur aus auf für über bei nach ich du wir ihr sie mir mein meine bitte alle alles " +
      "viel viele wieviel zeige zeig liste erstelle suche finde schreibe schreib rechne berechne kannst gibt datei dateien ordner pro im am beim heute morgen gestern tag tage wochentag hallo danke guten übersetze fasse zusammen öffne lies hoch",
  ),
  french: words(
    "de en un moyenne somme ventes chiffre salaire salaires dépenses tableau graphique diagramme barres camembert rapport clients commandes employés département mois année semaine nombre mots ligne lignes poème histoire facture contrat additionne compte trie enregistre gagne " +
      "le la les des du une et est sont dans pour avec sur par que qui quoi quel quelle quels quelles combien comment où quand pourquoi ce cette ces je tu nous vous il elle mon ma mes mais ou au aux moi dit donne montre liste " +
      "fais crée cherche trouve écris calcule traduis ouvre lis résume fichier fichiers dossier jour jours bonjour merci salut est-ce peux-tu pouvez s'il plaît l' d' qu' font tous toutes le",
  ),
  spanish: words(
    "de la promedio suma ventas ingresos salario sueldo gastos tabla gráfico barras informe clientes pedidos empleados departamento mes año semana número palabra palabras fila filas poema historia factura contrato cuenta ordena guarda grados millas trata gana " +
      "el los las una unos y es son en para con por que qué quien quién cuál cuáles cuánto cuántos cuánta cuántas cómo dónde cuándo este esta estos mi mis del al lo se hay muestra dime dame haz crea busca encuentra escribe calcula traduce " +
      "convierte abre lee resume archivo archivos carpeta documento día días hola gracias buenos favor todos todas un sobre entre desde hasta",
  ),
  italian: words(
    "somma vendite ricavi stipendio spese tabella grafico barre clienti ordini dipendenti reparto mese anno settimana numero parola righe poesia storia lettera fattura contratto conta ordina salva cosa parla " +
      "il lo gli una uno e è sono in per con che chi quale quali quanto quanti quante come dove quando questo questa di del della dei delle al nel mi dimmi dammi mostra mostrami crea cerca trova scrivi calcola traduci apri leggi " +
      "riassumi elenca file cartella giorno giorni ciao grazie buongiorno tutti tutte favore converti fai un",
  ),
  portuguese: words(
    "média soma vendas receita salário despesas tabela gráfico barras relatório clientes pedidos funcionários departamento mês ano semana número palavra linhas poema história fatura contrato ordena salva " +
      "o os as um uma e é são em para com por que quem qual quais quanto quantos quantas como onde quando este esta do da dos das no na ao meu minha mostre diga dê faça crie procure encontre escreva calcule traduza converta abra leia " +
      "resuma arquivo arquivos ficheiro pasta dia dias olá obrigado obrigada todos todas",
  ),
  dutch: words(
    "gemiddelde gemiddeld som totaal omzet verkoop salaris uitgaven tabel grafiek taartdiagram staafdiagram verslag klanten bestellingen werknemers afdeling maand jaar aantal woorden rijen gedicht verhaal factuur sorteer bewaar teken vertel gaat verdient hoofdstad " +
      "de het een en of is zijn was in voor met van op bij naar uit dat die wat wie welke hoeveel hoe waar wanneer waarom niet ik jij wij mijn alle toon geef maak zoek vind schrijf bereken vertaal open lees samenvatting vat bestand bestanden " +
      "map dag dagen hallo dank alsjeblieft graag kun kan je woord per",
  ),
  swedish: words(
    "och att det som är en ett den på för med av till från hur vad vilken vilka när var inte jag du vi min visa gör hitta skriv räkna fil filer mapp dag dagar hej tack alla många lista",
  ),
  danish: words(
    "og at det som er en et den på for med af til fra hvor hvad hvilken hvornår ikke jeg du vi min vis lav find skriv fil filer mappe dag dage hej tak alle mange liste",
  ),
  polish: words(
    "i w na z do jest są jak co kto ile który która gdzie kiedy nie to dla proszę pokaż znajdź napisz policz utwórz plik pliki wszystkie dzień dni cześć dziękuję",
  ),
  czech: words(
    "a v na z do je jsou jak co kdo kolik který kde kdy ne to pro prosím ukaž najdi napiš spočítej soubor soubory všechny den dní ahoj děkuji",
  ),
  turkish: words(
    "ve bir bu için ile ne kim kaç nasıl nerede değil ben sen göster bul yaz hesapla dosya dosyalar tüm gün merhaba teşekkürler lütfen",
  ),
  finnish: words(
    "ja on ei se mitä kuka kuinka missä milloin monta näytä etsi kirjoita laske tiedosto tiedostot kaikki päivä päivää hei kiitos",
  ),
  hungarian: words(
    "és a az egy van nem mi ki hány hogyan hol mikor mutasd keresd írj számold fájl minden nap szia köszönöm kérem",
  ),
  indonesian: words(
    "dan yang di ke dari untuk dengan adalah apa siapa berapa bagaimana kapan tidak saya anda tampilkan buat cari tulis hitung berkas semua hari halo terima kasih tolong",
  ),
  romanian: words(
    "și este sunt în pentru cu pe la ce cine câte câți cum unde când nu eu arată găsește scrie calculează fișier toate zi zile salut mulțumesc",
  ),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** False where the request is plainly in another language; names, files, numbers and quotations do not count. */
export function isEnglish(tokens: readonly Token[]): boolean {
  const prose = tokens.filter((token) => token.kind === "word");
  const letters = prose.map((token) => token.lower).join("");
  if (letters.length === 0)
    return !tokens.some((token) => /\p{L}/u.test(token.lower) && !/[a-z]/.test(token.lower) && token.kind === "quoted");
  const foreignScript = letters.match(/[^\p{Script=Latin}\p{N}_'’-]/gu)?.length ?? 0;
  if (foreignScript > letters.length * 0.3) return false;
  const own = prose.filter((token) => english.has(token.lower)).length;
  let foreign = 0;
  for (const list of Object.values(others)) {
    let hits = 0;
    for (const token of prose) {
      // "l'entreprise", "d'août": the article counts by itself.
      const elided = /^([ldjnmstc]|qu)['’]\p{L}/u.test(token.lower) && !/['’](?:s|t|m|d|re|ve|ll)$/.test(token.lower);
      if (
        elided ||
        (list.has(token.lower) && !english.has(token.lower)) ||
        (list.has(token.lower) && english.has(token.lower) && own <= 1)
      )
        hits++;
    }
    foreign = Math.max(foreign, hits);
  }
  const marked = prose.filter(
    (token) =>
      /[àâäáãåæçéèêëíìîïñóòôöõøœßúùûüýÿ¿¡ąćęłńśźżčďěňřšťůžğışőű]/i.test(token.lower) && /^\p{Ll}/u.test(token.text),
  ).length;
  const opened = tokens.some((token) => token.kind === "mark" && /[¿¡]/.test(token.text));
  if (opened) return false;
  if (foreign + marked >= 2 && foreign + marked > own) return false;
  return !(own === 0 && foreign + marked >= 1 && foreign + marked >= prose.length / 3);
}
