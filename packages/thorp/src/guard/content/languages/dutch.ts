/** The vocabulary of the content filter in one language. */
import type { LanguageWords } from "./language-words.ts";

/** What is said in Dutch. */
/** What is said in Dutch. */
export const dutch: LanguageWords = {
  how: "hoe|laat (?:me|mij) zien|leg (?:me|mij) uit|leer (?:me|mij)|vertel (?:me|mij)|help (?:me|mij)|stap voor stap|welke (?:materialen|ingredienten|stoffen|chemicalien|onderdelen)|wat heb ik nodig",
  make: "maak|maken|maakt|bouw(?:en|t)?|te bouwen|te maken|produce(?:er|ren|ert)|samenstel\\w*|in elkaar|fabric\\w*|bereid\\w*|meng(?:en|t)?|synthetiseer\\w*|print(?:en)?|knutsel\\w*|ontstek(?:en|t)",
  weapon:
    "(?:pijp|spijker|auto|brief)?bom(?:men)?|explosie(?:f|ven)|springstof(?:fen)?|(?:hand)?granaat|(?:hand)?granaten|ontsteker|molotov\\w*|napalm|zenuwgas|mosterdgas|chloorgas|sarin(?:gas)?|vx|ricine|antrax|miltvuur|geluiddemper|spookwapens?|chemische wapens?|biologische wapens?|tatp|anfo",
  manual: "recept(?:en)?|instructies|handleiding|bouwtekening\\w*|gids|stappenplan|formule",
  write:
    "schrijf|schrijven|programmeer|programmeren|ontwikkel(?:en)?|maak|maken|bouw|geef me|wil|nodig|verspreid(?:en)?|installeer|codeer",
  malicious:
    "gijzelsoftware|ransomware|kwaadaardige (?:software|programma's|code)|malware|spyware|spionagesoftware|trojans?|trojaans paard|keyloggers?|rootkits?|botnets?|computer(?:virus|virussen|worm)|phishing-?(?:pagina|site|mail|kit|website)s?",
  steal: "stelen|steel|steelt|onderschep\\w*|buitmaken|buit te maken|aftap\\w*|ontfutsel\\w*|jatten|kapen|te stelen",
  loot: "wachtwoord(?:en)?|inloggegevens|inlogcodes|cookies|bankgegevens|kaartnummers|creditcardgegevens|toetsaanslagen",
  disable: "omzeil\\w*|uitschakel\\w*|uit te schakelen|schakel|uitzet\\w*|ontwijk\\w*|foppen|misleid\\w*",
  protection: "virusscanners?|antivirus\\w*|virusbescherming|windows defender|edr",
  selfHarm:
    "(?:mezelf|mijzelf|me|jezelf) (?:te )?(?:doden|vermoorden|ophangen|verhangen|snijden|verwonden|van kant (?:te )?maken|iets aandoen)|(?:ik )?snijd mezelf|(?:wil|wou)(?: gewoon)? (?:dood|sterven|niet meer (?:leven|verder leven|wakker worden)|er niet meer zijn)|zelfmoord (?:te )?plegen|zelfmoord(?:gedachten|brief|plannen)|(?:een )?einde? aan mijn leven|maak er een einde? aan|er een einde? aan maken|(?:minst pijnlijke|pijnloze|snelste|makkelijkste|beste) (?:manier|weg|methode) om (?:dood te gaan|te sterven)",
  lethal: ["dosis|hoeveelheid|pillen|tabletten", "dodelijke?|fatale?|lethale?"],
  group:
    "joden|moslims|christenen|buitenlanders|vluchtelingen|immigranten|migranten|asielzoekers|homo's|homoseksuelen|lesbiennes|transgenders|zwarten|blanken|aziaten|zigeuners|roma|turken|marokkanen|gehandicapten|vrouwen",
  verdict:
    "zijn (?:\\w+ ){0,3}?(?:ongedierte|parasieten|ratten|kakkerlakken|uitschot|tuig|vuil|untermenschen|minderwaardig\\w*|beesten|dieren|een plaag|een pest)|(?:moeten|horen|verdienen het|zouden moeten) (?:allemaal |alle )?(?:worden )?(?:gedood|vermoord|uitgeroeid|vernietigd|vergast|verbrand|doodgeschoten|opgehangen|gedeporteerd|sterven)",
  wipeOut:
    "vergas|vermoord|dood (?:aan|alle)|verbrand|(?:we|wij|men|je) (?:moeten|moet|zouden moeten|zou moeten)(?= (?:alle |de |die )*[\\w']+ (?:uitroeien|vernietigen|vergassen|doden|vermoorden|verbranden)\\b)",
  sexual:
    "naakt(?:foto|beeld|video|plaatje)\\S*|porno\\w*|erotisch\\w*|sekss?cenes?|seks met|seksuele (?:houding|pose|handeling|inhoud|fantasie|scene)\\w*|geseksualiseerd\\w*",
  young:
    "kind|kinderen|minderjarig\\w*|meisjes?|jongetjes?|schoolmeisjes?|peuters?|baby's|(?:[1-9]|1[0-7])(?: jaar|-jarig\\w*)|kleuters?",
  sexualYoung: "kinderporno\\w*",
  ignore: [
    "negeer|vergeet|sla|omzeil|overschrijf",
    "(?:alle|je|jouw|vorige|eerdere|bovenstaande|deze)(?: \\w+){0,2}? (?:instructies|regels|opdrachten|richtlijnen|aanwijzingen)|alles (?:wat|dat|hierboven)",
  ],
  reveal: [
    "toon|laat|geef|onthul|herhaal|vertel|print",
    "(?:je|jouw|de|uw|me je) (?:systeem-?prompt|system prompt|(?:verborgen|geheime|interne|oorspronkelijke) (?:instructies|regels|opdrachten))",
  ],
  address: [
    "let op|bericht|opmerking|belangrijk|attentie|mededeling",
    "(?:voor |aan )?(?:de |alle |elke |het )?(?:ai|ai-\\w+|assistenten?|taalmodel(?:len)?|llm|chatbots?)",
  ],
  takeOver:
    "(?:je bent|u bent|jij bent) (?:nu|vanaf nu|voortaan) (?:een|vrij|dan)|(?:je|jouw|uw) (?:nieuwe|echte|ware|enige) (?:taak|opdracht|rol) is|(?:vertel|zeg|meld) (?:dit |het )?(?:niet |niets )?(?:aan )?(?:de|het) (?:gebruiker|persoon|mens|eigenaar) (?:hier |dit |er )?(?:niets|niet)|zonder (?:de )?(?:gebruiker|persoon) te (?:informeren|vragen|waarschuwen)",
};
