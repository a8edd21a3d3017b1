/** The vocabulary of the content filter in one language. */
import type { LanguageWords } from "./language-words.ts";

/** What is said in Italian. */
/** What is said in Italian. */
export const italian: LanguageWords = {
  how: "come|mostrami|spiegami|insegnami|dimmi|aiutami|passo (?:dopo|per) passo|(?:quali|che) (?:materiali|ingredienti|prodotti|componenti) (?:servono|mi servono|occorrono)",
  make: "fare|faccio|fabbric\\w*|costrui\\w*|produ[rcs]\\w*|prepar\\w*|assembl\\w*|mont(?:are|o|a)|mescol\\w*|sintetizz\\w*|stamp(?:are|o)|detonare|realizz\\w*",
  weapon:
    "bomb[ae](?! (?:da bagno|d'acqua|di calore))|esplosiv[oi]|ordign[oi]|granat[ae]|detonator[ei]|molotov|napalm|gas (?:sarin|mostarda|nervino|cloro)|sarin|vx|ricina|antrace|silenziator[ei]|armi? (?:fantasma|chimic\\w*|biologic\\w*|da fuoco|non tracciabil[ei])|arma (?:fantasma|chimica|biologica|da fuoco)|tatp|anfo",
  manual: "ricett[ae]|istruzioni|manuale|guida|tutorial|piani|progetto|formula",
  write:
    "scriv\\w*|programm\\w*|svilupp\\w*|crea|creare|crei|fai|codifica|dammi|voglio|mi serve|diffond\\w*|install\\w*",
  malicious:
    "ransomware|programm[ai] (?:malevol[oi]|spia|dannos[oi])|software (?:malevolo|malevoli|dannoso|spia)|malware|trojan|cavalli? di troia|cavallo di troia|keylogger|registrator[ei] di tasti|rootkit|botnet|virus informatic[oi]|worm informatic[oi]|(?:pagin[ae]|sit[oi]|mail|kit) di phishing",
  steal: "rub(?:are|o|a|i)|sottra\\w*|cattur\\w*|intercett\\w*|esfiltr\\w*|carpire",
  loot: "password|credenziali|chiavi di accesso|cookie|dati bancari|numer[oi] di cart[ae]|tasti premuti",
  disable: "disattiv\\w*|aggir\\w*|elud\\w*|spegn\\w*|bypass\\w*|ingann\\w*|neutralizz\\w*",
  protection: "antivirus|anti-virus|windows defender|edr",
  selfHarm:
    "(?:uccidermi|ammazzarmi|suicidarmi|impiccarmi|tagliarmi|avvelenarmi|farmi del male|togliermi la vita)|mi (?:ammazzo|uccido|suicido|impicco|taglio le vene)|(?:voglio|vorrei|desidero)(?: solo)? (?:morire|essere mort[oa])|non (?:voglio|vorrei) piu (?:vivere|svegliarmi)|voglia di (?:morire|suicidarmi)|farla finita|porre fine alla mia vita|pensieri suicidi|lettera di suicidio|(?:modo|maniera|metodo) (?:piu (?:veloce|rapido|facile|semplice)|meno doloroso|indolore) (?:di|per) (?:morire|suicidarsi)",
  lethal: ["dos[ei]|quantita|pastiglie|pillole|compresse", "mortal[ei]|letal[ei]|fatal[ei]"],
  group:
    "ebrei|musulmani|cristiani|immigrati|migranti|profughi|rifugiati|stranieri|omosessuali|gay|lesbiche|trans|neri|negri|bianchi|asiatici|zingari|rom|disabili|donne",
  verdict:
    "(?:sono) (?:\\w+ ){0,3}?(?:vermi|parassiti|ratti|topi|scarafaggi|feccia|spazzatura|subumani|inferiori|animali|bestie|una piaga|una peste)|(?:devono|dovrebbero|meritano di) (?:tutti |tutte )?(?:essere )?(?:uccis[ie]|ammazzat[ie]|eliminat[ie]|sterminat[ie]|bruciat[ie]|gasat[ie]|fucilat[ie]|deportat[ie]|morire)",
  wipeOut:
    "stermin(?:are|ate|iamo)|gasare|uccidete|uccidiamo|ammazzate|ammazziamo|bisogna (?:uccidere|eliminare|bruciare)|eliminat[ei]|eradicare|morte (?:agli|ai|alle|a)|bruciate",
  sexual:
    "porno\\w*|erotic\\w*|foto (?:nud[aeo]|di nudo|osé)|immagini nude|scen[ae] di sesso|sesso con|posa sessuale|atti? sessual[ei]|contenut[oi] sessual[ei]|sessualizzat\\w*|fantasi[ae] sessual[ei]",
  young:
    "bambin[aeio]|minorenn[ei]|minor[ei]|ragazzin[aeio]|scolarett[aeio]|scolar[aei]|neonat[aeio]|(?:[1-9]|1[0-7]) anni|(?:undici|dodici|tredici)enne",
  sexualYoung: "pedopornogra\\w*|pornografia infantile|pedoporno",
  ignore: [
    "ignor(?:a|i|are|ate)|dimentic(?:a|hi|are|ate)|scarta|trascura|disobbedisci",
    "(?:tutte?|le|tue|queste)(?: \\w+){0,2}? (?:istruzioni|regole|norme|direttive|indicazioni)|tutto (?:cio|quello|quanto) (?:che|ti)|tutto quello",
  ],
  reveal: [
    "mostra(?:mi)?|rivela(?:mi)?|ripeti|dimmi|stampa|scrivi|visualizza",
    "(?:il tuo|le tue|la tua|il|le|tue) (?:prompt (?:di|del) sistema|system prompt|messaggio di sistema|(?:istruzioni|regole) (?:nascoste|segrete|interne|iniziali|originali))",
  ],
  address: [
    "attenzione|messaggio|nota|importante|avviso",
    "(?:per |a |al |all')?(?:l'|la |le |i |gli |tutti gli |il )?(?:ia|assistent[ei] ia|assistent[ei]|modell[oi] linguistic[oi]|llm|chatbot|agent[ei] ia)",
  ],
  takeOver:
    "(?:adesso|ora|da ora) (?:sei|sarai) (?:un |una |un')?(?:assistente|modello|ia|agente|pirata|libero|dan)|sei (?:adesso|ora) (?:un |una |un')?(?:assistente|modello|ia|agente|pirata|libero|dan)|(?:il tuo|la tua) (?:nuovo|nuova|vero|vera|unico|unica) (?:compito|missione|istruzione) e|non (?:dire|rivelare|menzionare|comunicare)(?: (?:niente|nulla|questo|cio))* (?:all'utente|alla persona|al proprietario)|senza (?:avvisare|informare|chiedere a|dirlo a) (?:l'|all')?(?:utente|la persona)",
};
