/** The vocabulary of the content filter in one language. */
import type { LanguageWords } from "./language-words.ts";

/** What is said in French. */
/** What is said in French. */
export const french: LanguageWords = {
  how: "comment|montre-moi|explique-moi|apprends-moi|dis-moi|aide-moi|etape par etape|quels? (?:produits?|materiaux|ingredients|composants)|que faut-il|de quoi ai-je besoin",
  make: "fabriqu\\w*|construi\\w*|faire|fais|produi\\w*|assembl\\w*|mont(?:er|e|es)|prepar\\w*|confectionn\\w*|melang\\w*|synthetis\\w*|imprim\\w*|bricol\\w*|faut-il pour",
  weapon:
    "bombes?(?! (?:de bain|glacee?|aerosol|de peinture))|explosifs?|engins? explosifs?|grenades?|detonateurs?|molotov|napalm|gaz (?:sarin|moutarde|neurotoxique|innervant|de chlore)|sarin|vx|ricine|anthrax|silencieux|armes? (?:a feu|fantomes?|intracables?|chimiques?|biologiques?)|tatp|anfo",
  manual: "recettes?|instructions|mode d'emploi|notice|manuel|guide|tutoriel|plans?|formule",
  write:
    "ecri[st]\\w*|programm\\w*|developp\\w*|cree[sz]?|creer|code[rz]?|fais|fabriqu\\w*|donne-moi|veux|besoin d'(?:un|une)|repan\\w*|diffuse\\w*|install\\w*",
  malicious:
    "rancongiciels?|ransomwares?|logiciels? (?:malveillants?|espions?|de rancon)|maliciels?|malwares?|chevaux? de troie|cheval de troie|trojans?|enregistreurs? de frappe|keyloggers?|rootkits?|botnets?|virus informatiques?|vers informatiques?|(?:pages?|sites?|kits?|courriels?) (?:d'hameconnage|de phishing)",
  steal: "vol(?:er|e|es|ent|ons)|derob\\w*|recuper\\w*|intercept\\w*|exfiltr\\w*|siphonn\\w*|pirat(?:er|e)",
  loot: "mots? de passe|identifiants|cookies|donnees bancaires|numeros? de cartes?|frappes",
  disable: "desactiv\\w*|contourn\\w*|neutralis\\w*|tromp(?:er|e)|echapp\\w* (?:a|au)|couper",
  protection: "antivirus|anti-virus|windows defender|edr|protections? antivirus",
  selfHarm:
    "(?:me|m'|te) ?(?:tuer|pendre|suicider|noyer|empoisonner|mutiler|scarifier|ouvrir les veines)|me faire du mal|(?:veux|voudrais|aimerais|souhaite)(?: juste)? (?:mourir|etre morte?|disparaitre pour toujours)|(?:plus|pas) envie de vivre|ne (?:veux|voudrais) plus vivre|en finir avec (?:la|ma) vie|mettre fin a (?:mes jours|ma vie)|pensees suicidaires|idees suicidaires|lettre de suicide|(?:moyen|facon|maniere|methode) (?:le |la )?(?:moins doulour\\w*|plus (?:rapide|facile|simple)|indolore) (?:de|pour) (?:mourir|se tuer)",
  lethal: ["doses?|quantite|cachets|comprimes|medicaments", "mortell?e?s?|fatale?s?|lethales?|letale?s?"],
  group:
    "juifs|musulmans|chretiens|arabes|immigres|migrants|refugies|etrangers|homosexuels|gays|lesbiennes|trans|noirs|blancs|asiatiques|tsiganes|gitans|roms|handicapes|femmes",
  verdict:
    "(?:sont|c'est) (?:\\w+ ){0,3}?(?:vermine|parasites|rats|cafards|sous-hommes|inferieure?s|animaux|betes|ordures|dechets|un fleau|une plaie|une peste|racaille)|(?:doivent|devraient|meritent d'|meritent de) ?(?:tous |toutes )?(?:etre )?(?:tuee?s|eliminee?s|exterminee?s|brulee?s|gazee?s|fusillee?s|pendus|deportee?s|mourir)",
  wipeOut:
    "extermin(?:er|ez|ons)|gazer|gazez|tuez|tuons|elimin(?:er|ez|ons)|eradiqu(?:er|ez|ons)|brulez|mort aux|a mort les|debarrass\\w* d(?:e|es)",
  sexual:
    "porno\\w*|erotiques?|erotisme|photos? nues?|images? nues?|scenes? de sexe|sexe avec|pose sexuelle|actes? sexuels?|contenu sexuel|sexualise\\w*|fantasmes? sexuels?",
  young:
    "enfants?|mineur\\w*|fillettes?|petites? filles?|petits? garcons?|ecolieres?|ecoliers?|bebes?|gamine?s?|(?:garcon|fille|adolescente?|enfant) de (?:[1-9]|1[0-7]) ans|de (?:[1-9]|1[0-7]) ans",
  sexualYoung: "pedopornograph\\w*|pedoporno|pornographie infantile",
  ignore: [
    "ignore[zr]?|oublie[zr]?|neglige[zr]?|ne tiens? pas compte de|outrepasse[zr]?",
    "(?:toutes?|les|tes|vos|ces)(?: \\w+){0,2}? (?:instructions|consignes|regles|directives|ordres)|tout ce (?:qui|que|qu'on|qu'il)",
  ],
  reveal: [
    "montre[zr]?|affiche[zr]?|revele[zr]?|repete[zr]?|donne[zr]?|ecris|divulgue[zr]?",
    "(?:tes|ton|ta|les|vos|votre|l') ?(?:prompts? (?:de )?systeme|invites? (?:de )?systeme|(?:instructions|consignes|regles) (?:cachees|secretes|internes|initiales|d'origine))",
  ],
  address: [
    "attention|message|note|important|avis|a l'attention",
    "(?:pour |a |de |aux )?(?:l'|les |tous les |tout )?(?:ia|assistants? ia|assistants?|modeles? de langage|llm|chatbots?|agents? ia)",
  ],
  takeOver:
    "(?:tu es|vous etes) (?:maintenant|desormais) (?:une?|libre|dan)|(?:ta|votre) (?:nouvelle|vraie|veritable|seule) (?:tache|mission|consigne) est|ne (?:dis|dites|revele[zs]?|signale[zs]?|mentionne[zs]?)(?: (?:rien|pas|cela|ceci))* (?:a l'utilisateur|a la personne|au proprietaire)|sans (?:prevenir|informer|avertir|demander a) (?:l'utilisateur|la personne)",
};
