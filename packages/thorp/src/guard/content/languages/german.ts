/** The vocabulary of the content filter in one language. */
import type { LanguageWords } from "./language-words.ts";

/** What is said in German. */
/** What is said in German. */
export const german: LanguageWords = {
  how: "wie|zeige? mir|erklare? mir|sage? mir|hilf mir|schritt fur schritt|welche (?:materialien|zutaten|chemikalien|stoffe|teile)|was (?:brauche ich|braucht man)",
  make: "bau(?:e|en|t|st)?|zu bauen|bastel\\w*|bastle|herstell\\w*|herzustellen|stell(?:e|t|en)|mach(?:e|en|t|st)|mische?n?|mischt|produzier\\w*|konstruier\\w*|fertige?n?|zusammen(?:setz|bau|misch)\\w*|zusammenzu(?:bauen|setzen)|synthetisier\\w*|drucke?n?|zunden?",
  weapon:
    "(?:rohr|nagel|auto|brief|splitter)?bomben?|spreng(?:stoff|satz|korper|falle|gurtel)\\w*|(?:hand)?granaten?|zunder|molotow\\w*|napalm|nerven(?:gas|gift)|senfgas|chlorgas|giftgas|sarin|vx|rizin|anthrax|milzbrand\\w*|schalldampfer|geisterwaffen?|chemiewaffen?|biowaffen?|tatp|anfo",
  manual: "(?:bau)?anleitung\\w*|rezepte?|bauplane?|zutatenliste",
  write:
    "schreibe?n?|programmier\\w*|entwick(?:le|eln?|elt)|erstell\\w*|bau(?:e|en)?|mach(?:e|en)?|gib mir|brauche|mochte|will|verbreit\\w*|installier\\w*",
  malicious:
    "schad(?:software|programm\\w*|code)|erpressungs(?:trojaner|software)|verschlusselungstrojaner|trojaner|keylogger|tastaturrekorder|rootkits?|ransomware|malware|spyware|spionageprogramm\\w*|botnetz\\w*|computer(?:wurm|virus|viren)|phishing-?(?:seite|mail|kit|website)n?",
  steal:
    "stehl\\w*|stiehlt?|abgreif\\w*|abzugreifen|klau(?:e|en|t)|ausspah\\w*|auszuspahen|abfang\\w*|abzufangen|mitschneid\\w*|mitles\\w*",
  loot: "passwort(?:er|ern)?|kennwort(?:er|ern)?|zugangsdaten|anmeldedaten|cookies|kreditkarten(?:daten|nummern)|tastatureingaben",
  disable:
    "umgeh\\w*|umgangen|ausschalt\\w*|auszuschalten|schalte|deaktivier\\w*|abschalt\\w*|uberlist\\w*|austricks\\w*",
  protection: "virenscanner\\w*|antivir\\w*|windows defender|virenschutz\\w*|edr",
  selfHarm:
    "(?:mich|dich)(?: selbst)? (?:umbringen|umzubringen|zu toten|toten|erhangen|zu erhangen|aufhangen|erschiesen|zu erschiesen|vergiften|ritzen|zu ritzen|verletzen)|(?:ich )?(?:bringe?|bring) mich um|(?:ich )?ritze mich|(?:will|mochte|wollte)(?: einfach)? (?:nicht mehr (?:leben|da sein|aufwachen)|sterben|tot sein)|suizid begehen|selbstmord begehen|(?:suizid|selbstmord)gedanken|meinem leben ein ende|mir das leben (?:nehmen|zu nehmen)|lebensmude|(?:schmerzloseste|schnellste|einfachste|beste)\\w* (?:art|weg|methode|moglichkeit) zu sterben",
  lethal: ["menge|dosis|dosen|tabletten|schlaftabletten|pillen|mittel", "todlich\\w*|lebensgefahrlich|uberdosis"],
  group:
    "juden|muslime|moslems|christen|auslander|fluchtlinge|asylanten|migranten|einwanderer|schwule|homosexuelle|lesben|transmenschen|schwarze|weise|zigeuner|roma|turken|araber|asiaten|behinderte|frauen",
  verdict:
    "sind (?:\\w+ ){0,3}?(?:ungeziefer|parasiten|ratten|kakerlaken|abschaum|dreck|mull|untermenschen|minderwertig\\w*|tiere|schmarotzer|eine plage|eine pest|eine seuche|keine menschen)|(?:gehoren|mussen|sollten?|sollen|durfen) (?:\\w+ ){0,3}?(?:erschossen|vernichtet|ausgerottet|vergast|getotet|verbrannt|beseitigt|eliminiert|gehangt|sterben|deportiert)|(?:ausrotten|vernichten|vergasen|erschiesen) (?:sollte|muss)\\w*",
  wipeOut:
    "vergast|erschiest|totet|verbrennt|vernichtet|tod (?:den|allen)|(?:man|wir|ihr) (?:sollten?|mussen?|muss) (?:alle |die )*(?:auszurotten|ausrotten)|(?:man|wir) (?:sollten?|mussen?|muss)(?= (?:alle |die |diese )*\\w+ (?:ausrotten|vernichten|vergasen|erschiesen|toten|verbrennen|beseitigen)\\b)",
  sexual:
    "nackt(?:bild|foto|video|aufnahme)\\w*|porno\\w*|erotisch\\w*|erotik\\w*|sexszenen?|sex mit|sexuelle\\w* (?:pose|handlung|fantasie|inhalt|darstellung|szene|stellung)\\w*|sexualisiert\\w*",
  young:
    "kind|kindes|kinder|kindern|minderjahrig\\w*|kleine[nrs]? (?:madchen|jungen?)|schulmadchen|(?:[1-9]|1[0-7])-?(?: jahre? alte\\w*|jahrig\\w*)|sauglinge?n?|kleinkind\\w*",
  sexualYoung: "kinderporno\\w*|padopornogra\\w*",
  ignore: [
    "ignorier\\w*|vergiss|vergesst|missachte\\w*|verwirf|uberschreib\\w*",
    "(?:alle|allen|bisherig\\w*|vorherig\\w*|vorangegangen\\w*|fruher\\w*|obig\\w*|deine)(?: \\w+){0,2}? (?:anweisungen|instruktionen|regeln|vorgaben|befehle|anordnungen)|alles,? was (?:dir|man dir|vorher|bisher|oben)",
  ],
  reveal: [
    "zeige?|gib|nenne?|verrate?|offenbare?|wiederhole?|drucke?|sage? mir",
    "(?:deinen?|den|die|deine) (?:system-?prompts?|(?:geheimen|versteckten|ursprunglichen|internen|verborgenen) (?:anweisungen|regeln|instruktionen|vorgaben))",
  ],
  address: [
    "achtung|hinweis|nachricht|wichtig|botschaft|anweisung|mitteilung",
    "(?:an |fur )?(?:die |den |alle |das |jede )?(?:ki|ki-\\w+|ai|llm|sprachmodelle?|assistenten?|chatbots?|agenten)",
  ],
  takeOver:
    "du bist (?:jetzt|nun|ab jetzt|ab sofort) (?:eine?|dan|frei|nicht mehr)|deine? (?:neue|eigentliche|wahre|einzige)r? (?:aufgabe|anweisung|rolle|auftrag) (?:ist|lautet)|(?:sage?|verrate?|erzahle?|melde|teile?) (?:es |das |dies )?(?:dem|der|den) (?:nutzer|nutzerin|benutzer|anwender|menschen|person|besitzer|eigentumer)n? (?:davon )?(?:nichts|nicht)|ohne (?:den|die) (?:nutzer|benutzer|anwender|person|menschen) zu (?:informieren|fragen|benachrichtigen)",
};
