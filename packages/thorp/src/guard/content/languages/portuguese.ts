/** The vocabulary of the content filter in one language. */
import type { LanguageWords } from "./language-words.ts";

/** What is said in Portuguese, of Portugal and of Brazil. */
export const portuguese: LanguageWords = {
  how: "como|mostra-me|mostre-me|me mostr[ae]|explica-me|me expli(?:ca|que)|ensina-me|me ensin[ae]|diz-me|me dig[ao]|ajuda-me|passo a passo|(?:que|quais) (?:materiais|ingredientes|produtos|componentes)(?: e que)? (?:preciso|sao precisos|eu preciso)",
  make: "fazer|faco|fabric\\w*|constru\\w*|constroi|produz\\w*|prepar\\w*|mont(?:ar|o|a)|mistur\\w*|sintetiz\\w*|imprim\\w*|detonar|armar",
  weapon:
    "bombas?(?! (?:de (?:banho|agua|calor|ar|chocolate)|hidraulica))|explosivos?|engenhos? explosivos?|granadas?|detonador(?:es)?|molotov|napalm|gas (?:sarin|mostarda|dos nervos|cloro)|sarin|vx|ricina|antraz|silenciador(?:es)?|armas? (?:fantasmas?|quimicas?|biologicas?|de fogo)|tatp|anfo",
  manual: "receitas?|instrucoes|manual|guia|tutorial|planos?|formula",
  write:
    "escrev\\w*|program\\w*|desenvolv\\w*|cria|criar|crie|faz|faca|codifica|da-me|me de|quero|preciso de|espalh\\w*|difund\\w*|instal\\w*",
  malicious:
    "ransomware|programas? (?:malicios[oa]s?|espi(?:ao|oes))|software (?:malicioso|espiao)|malware|trojans?|cavalos? de troia|keyloggers?|registador(?:es)? de teclas|rootkits?|botnets?|virus informaticos?|virus de computador|(?:paginas?|sites?|correios?|e-?mails?|kits?) de phishing",
  steal: "roub(?:ar|o|a|e|em)|furt(?:ar|o)|captur\\w*|intercet\\w*|intercept\\w*|exfiltr\\w*|extrair",
  loot: "senhas?|palavras?-passe|credenciais|cookies|dados bancarios|numeros? de cart(?:ao|oes)|teclas digitadas",
  disable: "desativ\\w*|desactiv\\w*|contorn\\w*|evad\\w*|burl(?:ar|o)|deslig\\w*|iludir|enganar",
  protection: "antivirus|anti-virus|windows defender|edr",
  selfHarm:
    "(?:matar-me|suicidar-me|enforcar-me|cortar-me|magoar-me|tirar a (?:minha )?(?:propria )?vida)|me (?:matar|suicidar|enforcar|cortar|machucar)|(?:quero|queria|desejo)(?: so)? (?:morrer|estar mort[oa])|(?:ja )?nao (?:quero|desejo)(?: mais)? (?:viver|acordar)|vontade de (?:morrer|me suicidar|me matar)|acabar com a minha vida|por fim a minha vida|pensamentos suicidas|carta de suicidio|(?:forma|maneira|modo|metodo) (?:mais (?:rapid[ao]|facil|simples)|menos doloros[ao]|indolor) de (?:morrer|me matar|se matar)",
  lethal: ["doses?|quantidade|comprimidos|pilulas", "mortal|mortais|letal|letais|fatal|fatais"],
  group:
    "judeus|muculmanos|cristaos|imigrantes|migrantes|refugiados|estrangeiros|homossexuais|gays|lesbicas|trans|negros|pretos|brancos|asiaticos|ciganos|deficientes|mulheres",
  verdict:
    "(?:sao) (?:\\w+ ){0,3}?(?:vermes|parasitas|ratos|ratazanas|baratas|escoria|lixo|sub-?humanos|inferiores|animais|uma praga|uma peste)|(?:devem|deviam|deveriam|merecem|tem de|tem que) (?:todos |todas )?(?:ser )?(?:mort[oa]s|assassinad[oa]s|eliminad[oa]s|exterminad[oa]s|queimad[oa]s|gasead[oa]s|fuzilad[oa]s|deportad[oa]s|morrer)",
  wipeOut:
    "extermin(?:ar|em|emos)|gasear|matem|matemos|(?:e preciso|ha que|vamos) (?:matar|eliminar|queimar)|elimin(?:em|emos)|erradic(?:ar|uemos)|morte (?:aos|as|a)",
  sexual:
    "porno\\w*|erotic[oa]s?|fotos? (?:nu[as]+|de nudez)|imagens nuas|cenas? de sexo|sexo com|pose sexual|atos? sexua(?:l|is)|conteudo sexual|sexualizad\\w*|fantasias? sexua(?:l|is)",
  young:
    "criancas?|menin[oa]s?|menor(?:es)?(?: de idade)?|bebes?|estudantes? do primario|(?:[1-9]|1[0-7]) anos|rapazinhos?|garotinh[oa]s?",
  sexualYoung: "pornografia infantil|pedopornografia",
  ignore: [
    "ignor(?:a|e|em|ar)|esque(?:ce|ca|cer)|descart(?:a|e)|desobedece|desconsider[ae]",
    "(?:todas?|as|tuas|suas|estas)(?: \\w+){0,2}? (?:instrucoes|regras|normas|ordens|indicacoes|diretrizes)|tudo (?:o )?que",
  ],
  reveal: [
    "mostr[ae](?:-me)?|revel[ae](?:-me)?|repete|repita|diz-me|imprim[ae]|escrev[ae]",
    "(?:as tuas|o teu|as suas|o seu|tuas|suas|as|o) (?:prompt (?:de|do) sistema|system prompt|mensagem de sistema|(?:instrucoes|regras) (?:ocultas|secretas|internas|iniciais|originais))",
  ],
  address: [
    "atencao|mensagem|nota|importante|aviso",
    "(?:para |a |ao |aos )?(?:a |as |os |todos os |o )?(?:ia|assistentes? de ia|assistentes?|modelos? de linguagem|llm|chatbots?|agentes? de ia)",
  ],
  takeOver:
    "(?:agora|a partir de agora) (?:es|voce e|seras|sera) (?:uma? )?(?:assistente|modelo|ia|agente|pirata|livre|dan)|(?:es|voce e) agora (?:uma? )?(?:assistente|modelo|ia|agente|pirata|livre|dan)|(?:a tua|a sua|o teu|o seu) (?:nova|novo|verdadeira|unica) (?:tarefa|missao|instrucao) e|nao (?:digas|diga|contes|conte|menciones|mencione|reveles|revele|informes)(?: (?:nada|isto|isso|disto|disso))* (?:ao|a) (?:utilizador|usuario|pessoa|dono)|sem (?:avisar|informar|perguntar a|dizer a) (?:o |ao )?(?:utilizador|usuario|pessoa)",
};
