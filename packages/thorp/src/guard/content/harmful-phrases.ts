/**
 * What people and pages say when they mean harm, in English. Wishes and instructions are looked for, not subjects: a
 * question about the history of a weapon or about help for somebody in despair holds none of these.
 */
import { type ContentRule, near, phraseRule, words } from "./content-rule.ts";

const HOW =
  "how (?:to|do i|do you|can i|could i|would i|one)|(?:steps?|instructions?|recipe|guide|tutorial|blueprints?|plans?|manual) (?:to|for|on|of)|(?:show|teach|tell|help) me|step[- ]by[- ]step|write|create|build|make|code|develop|program";
const MAKE =
  "make|making|build|building|construct|constructing|assemble|assembling|synthesi[sz]e|synthesi[sz]ing|produce|producing|cook|cooking|convert|converting|3d[- ]print|print|detonate|detonating|weaponi[sz]e|weaponi[sz]ing|culture|culturing|set off";
const WEAPON =
  "pipe bombs?|nail bombs?|car bombs?|bombs?|explosives?|explosive (?:device|vest|belt)s?|ied|detonators?|molotov(?: cocktails?)?|napalm|thermite grenades?|grenades?|land ?mines?|nerve (?:agent|gas)|sarin|vx|tabun|mustard gas|chlorine gas|ricin|anthrax|botulinum|ghost guns?|zip guns?|untraceable (?:gun|firearm)s?|silencers?|suppressors?|full(?:y)?[- ]auto(?:matic)?|dirty bombs?|chemical weapons?|biological weapons?|tatp|petn|anfo";

const weapons = phraseRule("weapons", [
  near(`(?:${HOW})(?:[^\\w.!?\\n]+[\\w'-]+){0,4}?[^\\w.!?\\n]+(?:${MAKE})`, WEAPON, 5),
  near("instructions?|recipe|blueprints?|guide|tutorial|ingredients|materials|formula", WEAPON, 4),
  near("mix|combine|pack|fill", `(?:${WEAPON})`, 8),
]);

const MALICIOUS =
  "ransomware|key ?loggers?|root ?kits?|botnets?|trojans?|computer (?:worm|virus)(?:es)?|malware|spyware|info ?stealers?|remote access trojans?|crypto ?lockers?|wipers?|(?:undetectable|polymorphic|self-spreading) (?:virus|worm|payload)s?|phishing (?:page|kit|site|mail|email)s?|fork bombs?";
const malware = phraseRule("malware", [
  near(
    "write|create|build|make|code|develop|program|generate|give me|deploy|spread|distribute|plant|install",
    MALICIOUS,
    5,
  ),
  near(
    "how (?:to|do i|can i)",
    "(?:spread|hide|deploy|distribute) (?:a |the |some |my )?(?:malware|virus|worm|trojan|payload)s?",
    4,
  ),
  near(
    "steal|harvest|exfiltrate|grab|dump|log",
    "(?:passwords|cookies|credentials|session tokens|keystrokes|card numbers)",
    6,
  ),
  near(
    "disable|bypass|evade|kill|get (?:past|around)|turn off",
    "(?:antivirus|anti-virus|windows defender|endpoint protection|edr|virus scanners?)",
    5,
  ),
  near(
    "encrypt",
    "(?:all |every |the )?(?:\\w+ )?(?:files|disks?|drives?)(?:\\W+\\w+){0,4}\\W+(?:ransom|bitcoin|pay)",
    6,
  ),
  near("ddos|denial[- ]of[- ]service|take down|knock offline", "(?:servers?|sites?|websites?|networks?)", 5),
]);

const selfHarm = phraseRule("self-harm", [
  words("(?:kill|hang|drown|shoot|poison|starve|cut|cutting|hurt|hurting|harm|harming) (?:myself|yourself)"),
  words("(?:end|ending|take|taking) (?:my|your)(?: own)? life"),
  words(
    "commit(?:ting)? suicide|suicide (?:methods?|note|pact|plan)|suicidal thoughts|want to die|wish i (?:was|were) dead",
  ),
  words(
    "(?:better off|rather be) dead|no reason (?:left )?to (?:live|go on)|(?:do not|don't) want to (?:live|be alive|wake up)(?: any ?more)?",
  ),
  near("painless|quickest|easiest|least painful|surest|best", "(?:way|method)s? (?:to|of) (?:die|dying|suicide)", 2),
  near("lethal|fatal|deadly", "(?:dose|amount|overdose) of", 1),
  near("how (?:many|much)", "(?:to|would|it takes to) (?:overdose|kill (?:me|myself|yourself))", 6),
]);

const GROUP =
  "jews|muslims|christians|hindus|immigrants|migrants|refugees|foreigners|gays|homosexuals|lesbians|trans(?:gender)? people|blacks|black people|white people|whites|asians|arabs|gypsies|roma|disabled people|women|men|(?:those|these) people|that (?:race|religion)";
const hate = phraseRule("hate", [
  near(
    `(?:all |every |most |the |these |those )?(?:${GROUP})`,
    "(?:should|must|ought to|need to|deserve to|have to) (?:all )?(?:be )?(?:killed|die|exterminated|gassed|wiped out|shot|hanged|eliminated|eradicated|deported|locked up|burned|sterili[sz]ed)",
    2,
  ),
  near(
    `(?:all |every |most |these |those )?(?:${GROUP})`,
    "(?:are|is) (?:all |nothing but |just |a |an )*(?:vermin|rats|cockroaches|parasites|subhuman|sub-human|animals|filth|scum|trash|inferior|a plague|plague|disease|criminals by nature|genetically inferior|not human)",
    2,
  ),
  near(
    "exterminate|gas|wipe out|get rid of|kill|eradicate|cleanse (?:the country|us) of",
    `(?:all |every |the |those )*(?:${GROUP})`,
    2,
  ),
  words(
    "gas the \\w+s|white power|heil hitler|race war now|(?:racial|ethnic) cleansing (?:is|was) (?:needed|right|necessary)",
  ),
]);

const YOUNG =
  "child|children|minors?|underage|preteens?|toddlers?|infants?|kids?|little (?:girl|boy)s?|school ?(?:girl|boy)s?|(?:[1-9]|1[0-7])[- ]year[- ]olds?|young (?:girl|boy)s?";
const SEXUAL =
  "porn|pornography|pornographic|erotica?|nudes?|naked (?:pictures?|photos?|images?|videos?)|sexual(?:ly explicit)? (?:content|stor(?:y|ies)|images?|photos?|videos?|scenes?|acts?|fantas(?:y|ies))|sexuali[sz]ed?|sexy|sex with|sex scenes?";
const sexualMinors = phraseRule("sexual-minors", [
  near(SEXUAL, YOUNG, 5),
  near(YOUNG, `(?:${SEXUAL}|having sex|in a sexual (?:way|pose|situation))`, 5),
]);

/** The rules of all these categories. */
export const harmfulPhrases: readonly ContentRule[] = [weapons, malware, selfHarm, hate, sexualMinors];
