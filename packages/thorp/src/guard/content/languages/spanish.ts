/** The vocabulary of the content filter in one language. */
import type { LanguageWords } from "./language-words.ts";

/** What is said in Spanish. */
/** What is said in Spanish. */
export const spanish: LanguageWords = {
  how: "como|muestrame|explicame|ensename|dime|ayudame|paso a paso|que (?:materiales|ingredientes|productos|componentes) (?:necesito|hacen falta|se necesitan)",
  make: "hacer|hago|haces|fabric\\w*|constru\\w*|produ[cz]\\w*|prepar\\w*|ensambl\\w*|mont(?:ar|o|a)|mezcl\\w*|sintetiz\\w*|imprim\\w*|armar|detonar",
  weapon:
    "bombas?(?! (?:de (?:bano|agua|calor|aire)|hidraulica))|explosivos?|artefactos? explosivos?|granadas?|detonador(?:es)?|molotov|napalm|gas (?:sarin|mostaza|nervioso|cloro)|sarin|vx|ricina|antrax|silenciador(?:es)?|armas? (?:fantasmas?|quimicas?|biologicas?|de fuego|imposibles? de rastrear)|tatp|anfo",
  manual: "recetas?|instrucciones|manual|guia|tutorial|planos?|formula",
  write:
    "escrib\\w*|program\\w*|desarroll\\w*|crea|crear|cree|haz|haga|codifica|dame|quiero|necesito|difund\\w*|propag\\w*|instal\\w*",
  malicious:
    "ransomware|programas? (?:malicios[oa]s?|espias?|de rescate)|software (?:malicioso|espia)|malware|troyanos?|registrador(?:es)? de teclas|keyloggers?|rootkits?|botnets?|virus informaticos?|gusanos? informaticos?|(?:paginas?|sitios?|correos?|kits?) de (?:phishing|suplantacion)",
  steal: "rob(?:ar|o|a|e|en)|sustra\\w*|captur\\w*|intercept\\w*|exfiltr\\w*|hurtar|extraer",
  loot: "contrasenas?|credenciales|claves de acceso|cookies|datos bancarios|numeros? de tarjetas?|pulsaciones",
  disable: "desactiv\\w*|evad\\w*|elud\\w*|burl(?:ar|o)|salt(?:ar|arse|o)|anul\\w*|apagar|apago",
  protection: "antivirus|anti-virus|windows defender|edr",
  selfHarm:
    "(?:matarme|suicidarme|ahorcarme|cortarme|envenenarme|autolesionarme|hacerme dano|quitarme la vida)|me (?:voy|quiero) a? ?(?:matar|suicidar|ahorcar|cortar)|(?:quiero|quisiera|deseo)(?: solo)? (?:morir|morirme|estar muert[oa])|(?:ya )?no (?:quiero|deseo) (?:seguir )?vi(?:vir|viendo)|ganas de (?:morir|suicidarme)|acabar con mi vida|poner fin a mi vida|pensamientos suicidas|nota de suicidio|(?:forma|manera|metodo) (?:mas (?:rapida|facil|sencilla)|menos dolorosa|indolora) de (?:morir|suicidarse)",
  lethal: ["dosis|cantidad|pastillas|pildoras", "mortal(?:es)?|letal(?:es)?|fatal(?:es)?"],
  group:
    "judios|musulmanes|cristianos|moros|inmigrantes|migrantes|refugiados|extranjeros|homosexuales|gays|lesbianas|trans|negros|blancos|asiaticos|gitanos|discapacitados|mujeres",
  verdict:
    "(?:son|es) (?:\\w+ ){0,3}?(?:alimanas|parasitos|ratas|cucarachas|escoria|basura|infrahumanos|subhumanos|inferiores|animales|una plaga|una peste)|(?:deben|deberian|merecen|tienen que) (?:todos |todas )?(?:ser )?(?:asesinad[oa]s|matad[oa]s|eliminad[oa]s|exterminad[oa]s|quemad[oa]s|gasead[oa]s|fusilad[oa]s|deportad[oa]s|morir)",
  wipeOut:
    "extermin(?:ar|en|emos)|gasear|maten|matemos|matad|hay que (?:matar|eliminar|quemar)|elimin(?:en|emos)|erradic(?:ar|uemos)|muerte a|acabar con",
  sexual:
    "porno\\w*|eroticos?|eroticas?|fotos? (?:desnud[oa]s?|de desnudos)|imagenes desnudas|escenas? de sexo|sexo con|pose sexual|actos? sexual(?:es)?|contenido sexual|sexualizad\\w*|fantasias? sexual(?:es)?",
  young:
    "nin[oa]s?|menor(?:es)?(?: de edad)?|colegiala?s?|bebes?|crios?|(?:[1-9]|1[0-7]) anos|ninitas?|preadolescentes?",
  sexualYoung: "pornografia infantil|pedopornografia",
  ignore: [
    "ignor(?:a|e|en|ar)|olvid(?:a|e|en|ar)|descart(?:a|e)|desobedece|omite",
    "(?:todas?|las|tus|sus|estas)(?: \\w+){0,2}? (?:instrucciones|reglas|normas|ordenes|indicaciones)|todo lo (?:que|anterior)",
  ],
  reveal: [
    "muestra(?:me)?|revela(?:me)?|repite|dime|imprime|ensena(?:me)?|escribe",
    "(?:tus|tu|las|el|sus) (?:prompt (?:de|del) sistema|system prompt|mensaje de sistema|(?:instrucciones|reglas) (?:ocultas|secretas|internas|iniciales|originales))",
  ],
  address: [
    "atencion|mensaje|nota|importante|aviso",
    "(?:para |a |al )?(?:la |las |los |todos los |el )?(?:ia|asistentes? de ia|asistentes?|modelos? de lenguaje|llm|chatbots?|agentes? de ia)",
  ],
  takeOver:
    "(?:ahora|desde ahora) (?:eres|seras|actuas como) (?:una? (?:asistente|modelo|ia|agente|pirata)|libre|dan)|(?:eres|seras) (?:ahora|desde ahora) (?:una? (?:asistente|modelo|ia|agente|pirata)|libre|dan)|(?:tu|su) (?:nueva|verdadera|unica) (?:tarea|mision|instruccion) es|no (?:le )?(?:digas|diga|cuentes|menciones|reveles|informes)(?: (?:nada|esto|eso|de esto|sobre esto))* (?:al|a la|a el) (?:usuari[oa]|persona|dueno)|sin (?:avisar|informar|preguntar|decirselo) (?:al|a la) (?:usuari[oa]|persona)",
};
