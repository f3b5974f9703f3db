extension RefusalPhrases {
    static let english = RefusalPhrases(
        refusals: [
            [
                [
                    "i can't help", "i cannot help", "i can't assist", "i cannot assist", "i can't provide",
                    "i cannot provide", "i can't support", "i cannot support", "i can't do that", "i cannot do that",
                    "i can't go along", "i can't comply", "i cannot comply", "i can't fulfill", "i cannot fulfill",
                    "i can't create", "i cannot create", "i can't write", "i cannot write", "i can't give",
                    "i cannot give", "i can't share", "i cannot share", "i can't offer", "i cannot offer",
                    "i can't engage", "i cannot engage", "i can't answer", "i cannot answer", "i can't take part",
                    "i cannot take part", "i can't discuss", "i cannot discuss", "i can't continue",
                    "i'm unable to", "i am unable to", "i'm not able to", "i am not able to", "i won't", "i will not",
                    "i must decline", "i have to decline", "i need to decline", "i'd rather not", "i would rather not",
                    "i decline", "i refuse", "not something i can", "not something i will", "isn't something i can",
                    "not comfortable with", "not going to help", "not willing to", "no help with that",
                    "sorry, but i", "i'm sorry, i", "i can't fulfil", "i cannot fulfil", "i can't do what",
                    "i cannot do what", "i must refuse", "i have to refuse", "have to say no",
                    "not something i'm able", "i'm not going to", "i am not going to", "i have to leave out",
                    "uncomfortable with", "comfortable helping", "goes against the", "can't be part of",
                    "as an ai, i can't", "as an ai, i cannot", "against my guidelines", "goes against my",
                    "i do not feel comfortable", "i don't feel comfortable", "beyond what i can",
                    "something i cannot do", "something i can't do", "something that i cannot",
                    "something that i can't",
                    "outside what i can", "i'll have to pass", "i will have to pass", "in good conscience",
                    "i can't be involved",
                    "i cannot be involved", "i can not be involved", "i cannot be part", "not doing that",
                    "i have to abstain", "i must abstain", "i'll abstain", "i'm not prepared to",
                ]
            ],
            [
                ["i can't", "i cannot", "i can not", "i could not", "we cannot", "we can't"],
                [
                    "help you", "help with", "assist", "provide", "support", "comply", "fulfil", "create", "write",
                    "generate", "share", "engage", "answer", "take part", "participate", "discuss", "continue",
                    "explain how", "give you", "give instructions", "give advice", "produce",
                ],
            ],
            [
                ["isn't a", "is not a", "not a"],
                ["topic i can", "topic i will", "topic that i", "subject i can", "request i can", "task i can"],
            ],
            [
                ["my guidelines", "my rules", "my policies", "my principles", "my instructions", "my programming"],
                ["don't allow me", "do not allow me", "prevent me", "prevents me", "forbid me", "forbids me"],
            ],
            [
                ["violates", "violate", "against", "contrary to", "breaches"],
                [
                    "usage polic", "content polic", "my polic", "our polic", "my guidelines", "our guidelines",
                    "my programming", "my principles", "ethical guidelines", "safety guidelines", "openai",
                ],
            ],
            [
                [
                    "would be inappropriate", "would not be appropriate", "wouldn't be appropriate",
                    "is not appropriate", "isn't appropriate", "would be unethical", "would be irresponsible",
                ],
                ["for me", "of me"],
            ],
        ],
        buts: [", but ", ", however", "; however", ", although"],
        idioms: [
            "can't help but", "cannot help but", "i can't wait", "i cannot wait", "i won't lie", "i will not lie",
            "i won't bore", "i won't pretend", "i won't go into", "i won't judge", "i won't keep you",
        ],
        concessions: [
            "what i can ", "i can offer", "i can, however", "however, i can ", "but i can ", "instead, i can ",
            "i'd be happy to", "on the rest", "instead, here is", "in general terms", "at a high level",
            "generally speaking", "here is some general",
        ],
        turns: [
            "that said, here", "having said that, here", "however, here is", "however, here are", "but here is how",
            "but here's how", "anyway, here", "nevertheless, here", "still, here",
        ])

    static let spanish = RefusalPhrases(
        refusals: [
            [
                [
                    "no puedo", "no podre", "no podria", "no podemos", "no me es posible", "no soy capaz de",
                    "no estoy en condiciones de", "no estoy en posición de", "no estoy autorizad", "no voy a",
                    "no vamos a", "no me está permitido", "no se me permite", "no tengo permitido", "no te puedo",
                    "no le puedo", "no os puedo", "no les puedo", "no lo puedo", "no te lo puedo", "no se lo puedo",
                    "no te voy a", "no le voy a", "no te lo voy a", "no se lo voy a", "no lo voy a", "no pienso",
                    "me resulta imposible",
                    "me es imposible", "no debo", "no deseo", "no quiero", "no me siento cómod", "no estoy dispuest",
                    "no tengo permiso", "no está en mi mano", "no estoy programad", "no estoy diseñad",
                ],
                [
                    "ayud", "asist", "proporcion", "facilit", "dar", "ofrec", "brind", "escrib", "redact", "gener",
                    "crear", "respond", "contest", "cumpl", "atend", "complet", "realiz", "hacer eso", "hacer esto",
                    "hacer lo que", "hacerlo", "apoy", "particip", "continu", "seguir", "compart", "explic", "hablar",
                    "discut", "tratar", "coment", "proced", "suministr", "colabor", "indic", "mostr", "enseñ",
                    "satisf", "elabor", "produc", "acceder", "aconsej", "orient", "abord", "decir", "contar", "describ",
                ],
            ],
            [
                ["contra", "contrari", "infring", "viol", "incumpl", "vulner"],
                [
                    "mis normas", "mis directrices", "mis pautas", "mis principios", "mis políticas", "mi programación",
                    "mis valores", "nuestras políticas", "nuestras normas", "nuestras directrices", "políticas de uso",
                    "política de uso", "condiciones de uso", "políticas de contenido", "normas de uso",
                ],
            ],
            [
                [
                    "no te ayudaré", "no le ayudaré", "no os ayudaré", "no ayudaré", "no escribiré", "no lo haré",
                    "no haré", "no responderé", "no redactaré", "no participaré", "no proporcionaré", "no te daré",
                    "no le daré", "no te explicaré", "debo rechazar", "tengo que rechazar", "debo negarme",
                    "tengo que negarme", "debo declinar", "tengo que declinar", "me veo obligado a rechazar",
                    "me veo obligada a rechazar", "me niego a", "rechazo esta", "rechazo tu", "rechazo su",
                    "rechazo ayudar", "prefiero no", "no es algo que pueda", "no es algo con lo que pueda",
                    "no es algo en lo que pueda", "no cuentes conmigo", "no está dentro de mis",
                    "debo abstenerme", "tengo que abstenerme", "prefiero abstenerme", "me abstengo", "me abstendré",
                    "tengo que decir que no", "debo decir que no",
                    "está fuera de lo que puedo", "va más allá de lo que puedo",
                ]
            ],
            [
                [
                    "mis directrices", "mis normas", "mis principios", "mis políticas", "mis reglas", "mi programación",
                    "las políticas de uso", "mis pautas",
                ],
                [
                    "me impiden", "me impide", "me prohíben", "me prohíbe", "no me permiten", "no me permite",
                    "no me dejan",
                ],
            ],
            [
                ["no sería apropiado", "no es apropiado", "no sería ético", "sería inapropiado", "no sería correcto"],
                ["que te", "que le", "que yo", "por mi parte", "darte", "darle", "ayudar", "responder"],
            ],
        ],
        apologies: [
            [
                "lo siento", "lo lamento", "disculp", "perdon", "me temo que", "lamentablemente", "por desgracia",
                "desafortunadamente", "sintiéndolo mucho", "desgraciadamente",
            ],
            ["no puedo", "no podré", "no podemos", "no me es posible", "no te puedo", "no le puedo", "no soy capaz"],
        ],
        buts: ["pero", "sino", "aunque", "sin embargo"],
        idioms: [
            "no puedo dejar de", "no puedo evitar", "no puedo esperar", "no puedo creer", "no puedo más que",
            "no puedo sino", "no puedo estar más de acuerdo", "no podría estar más de acuerdo", "no puedo negar",
            "no voy a mentir", "no voy a negar", "no quiero dejar de",
            "no quiero que te", "no podemos dejar de", "no podemos olvidar", "no debo olvidar",
        ],
        concessions: [
            "puedo ofrecerte", "puedo ofrecerle", "sí puedo", "en cambio, puedo", "en su lugar, puedo",
            "sin embargo, puedo", "no obstante, puedo", "pero puedo", "lo que sí puedo", "con gusto te",
            "estaré encantad", "en términos generales", "de forma general", "en general,",
        ],
        turns: [
            "dicho esto, aquí", "dicho lo cual, aquí", "sin embargo, aquí tienes", "no obstante, aquí tienes",
            "pero aquí tienes", "de todos modos, aquí", "aun así, aquí", "pero allá va", "aun así, te explico",
            "de todas formas, te explico",
        ])

    static let french = RefusalPhrases(
        refusals: [
            [
                [
                    "je ne peux", "je ne puis", "je ne pourrai", "je ne pourrais", "nous ne pouvons",
                    "je ne suis pas en mesure", "je ne suis pas capable", "je ne suis pas autorisé",
                    "je ne suis pas en droit", "je suis incapable", "il m'est impossible", "il ne m'est pas possible",
                    "je suis dans l'incapacité", "je suis dans l'impossibilité", "je ne vais pas", "je ne saurais",
                    "je ne dois pas", "je n'ai pas le droit", "je ne souhaite pas", "je ne veux pas",
                    "je ne suis pas disposé", "je ne suis pas à l'aise", "je ne suis pas conçu", "je me dois de ne pas",
                ],
                [
                    "aider", "assister", "répondre", "fournir", "donner", "créer", "écrire", "rédiger", "générer",
                    "partager", "particip", "continuer", "m'exprimer", "révéler", "me prononcer", "m'étendre",
                    "discuter", "parler", "aborder", "produire", "proposer",
                    "expliquer", "indiquer", "décrire", "accompagner", "satisfaire", "accéder", "accomplir", "exécuter",
                    "soutenir", "encourager", "faire cela", "faire ça", "le faire", "poursuivre", "traiter", "offrir",
                    "prendre part", "conseiller", "détailler", "dire comment", "enseigner", "cautionner", "divulguer",
                ],
            ],
            [
                [
                    "je ne vous", "je ne t'", "je ne te", "je n'", "je ne",
                ],
                [
                    "aiderai", "écrirai", "fournirai", "donnerai", "répondrai", "ferai", "participerai", "rédigerai",
                    "expliquerai", "créerai", "décrirai", "dirai", "montrerai", "indiquerai", "parlerai", "vais",
                ],
                ["pas", "rien", "aucun"],
            ],
            [
                [
                    "à l'encontre", "contraire à", "contraire aux", "enfreint", "viole", "contrevient", "enfreindrait",
                    "violerait", "en violation",
                ],
                [
                    "mes règles", "mes principes", "mes directives", "mes lignes", "ma programmation", "mes valeurs",
                    "nos conditions", "nos règles", "nos politiques", "nos principes", "conditions d'utilisation",
                    "règles d'utilisation", "politique d'utilisation", "mes consignes", "ma politique",
                ],
            ],
            [
                [
                    "je refuse de", "je refuse d'", "je dois refuser", "je dois décliner", "je me vois contraint",
                    "je me vois obligé", "je suis contraint de refuser", "je suis obligé de refuser", "je décline",
                    "je préfère ne pas", "je préférerais ne pas", "ce n'est pas quelque chose que je p",
                    "ce n'est pas une chose que je p", "je m'abstiendrai", "je me dois de refuser",
                    "je me dois de décliner",
                    "je dois m'abstenir", "je préfère m'abstenir", "je dois dire non", "ne comptez pas sur moi",
                    "ne compte pas sur moi", "dépasse ce que je peux",
                ]
            ],
            [
                [
                    "mes règles", "mes directives", "mes principes", "mes consignes", "ma programmation",
                    "les conditions d'utilisation", "mes lignes directrices",
                ],
                [
                    "m'interdisent", "m'interdit", "m'empêchent", "m'empêche", "ne me permettent", "ne me permet",
                    "ne m'autorisent",
                ],
            ],
            [
                [
                    "il ne serait pas approprié", "il serait inapproprié", "il n'est pas approprié",
                    "il ne serait pas éthique", "il serait contraire à l'éthique",
                ],
                ["que je", "de ma part", "de vous", "de te", "de t'", "pour moi"],
            ],
        ],
        apologies: [
            ["désolé", "je regrette", "navré", "malheureusement", "excuse", "pardon"],
            [
                "je ne peux", "je ne puis", "je ne suis pas en mesure", "je ne pourrai", "impossible de vous",
                "impossible de t", "je ne suis pas autorisé", "nous ne pouvons",
            ],
        ],
        buts: ["mais", "cependant", "toutefois"],
        idioms: [
            "je ne peux que", "je ne peux m'empêcher", "je ne peux pas m'empêcher", "je ne peux pas attendre",
            "je ne peux pas croire", "je ne peux pas être plus d'accord",
            "je ne pourrais pas être plus d'accord", "je ne vais pas mentir", "je ne vais pas vous mentir",
            "je ne saurais trop",
        ],
        concessions: [
            "je peux en revanche", "en revanche, je peux", "je peux cependant", "cependant, je peux",
            "toutefois, je peux", "mais je peux", "je peux vous proposer", "je peux te proposer", "à la place, je peux",
            "je serais ravi", "je serai heureux", "en termes généraux", "de manière générale",
        ],
        turns: [
            "cela dit, voici", "ceci dit, voici", "cependant, voici", "toutefois, voici", "mais voici",
            "néanmoins, voici", "malgré tout, voici", "quand même, voici",
        ])

    static let german = RefusalPhrases(
        refusals: [
            [
                [
                    "ich kann", "kann ich", "ich darf", "darf ich", "ich werde", "werde ich", "ich möchte",
                    "möchte ich",
                    "können wir", "wir können", "ich könnte", "ich will", "ich würde", "ich sollte", "wir dürfen",
                    "dürfen wir",
                ],
                ["nicht", "kein", "nichts", "niemand"],
                [
                    "helf", "hilf", "beantwort", "geben", "gebe", "erfüll", "unterstütz", "erstell", "schreib",
                    "verfass",
                    "bereitstell", "zur verfügung", "teilen", "mitteil", "nennen", "sagen", "erklär", "äußer", "sprech",
                    "teilnehm", "mitmach", "mitwirk", "beteilig", "fortfahr", "fortsetz", "weitermach", "weiterhelf",
                    "weitergeb", "anbieten", "dienen", "beschreib", "ausführ", "durchführ", "nachkomm", "entsprech",
                    "diskutier", "antwort", "bearbeit", "verrat", "behilflich", "erteil", "erlaub", "lief", "tun",
                    "machen", "ausgeb", "generier", "dazu", "bei",
                ],
            ],
            [
                [
                    "ich kann dir nicht dabei", "ich kann ihnen nicht dabei", "ich kann das nicht",
                    "das kann ich nicht",
                    "das darf ich nicht", "das werde ich nicht", "das mache ich nicht", "da mache ich nicht mit",
                    "helfen kann ich dir dabei nicht", "helfen kann ich ihnen dabei nicht", "ich weigere mich",
                    "ich verweigere", "ich bin nicht in der lage", "bin ich nicht in der lage",
                    "ich bin nicht befugt", "bin ich nicht befugt", "ich bin außerstande", "ich bin nicht bereit",
                    "ist mir nicht möglich", "ist es mir nicht möglich", "ist mir nicht erlaubt",
                    "ist mir nicht gestattet", "ist mir untersagt", "es ist mir nicht",
                    "wobei ich helfen", "wobei ich ihnen helfen", "wobei ich dir helfen",
                    "lieber nicht äußern", "lieber nicht darüber", "möchte ich lieber nicht", "ich möchte lieber nicht",
                    "ich bleibe lieber", "ich helfe nicht", "ich helfe dir nicht", "ich helfe ihnen nicht",
                    "keine auskunft geben", "nicht angemessen, wenn ich", "unangemessen, wenn ich",
                    "geht über das hinaus, was ich",
                ]
            ],
            [["ich muss", "muss ich", "ich möchte", "ich werde", "werde ich"], ["ablehn", "verweiger", "absag"]],
            [["ich lehne", "lehne ich"], ["ab"]],
            [
                [
                    "erkläre ich", "sage ich", "gebe ich", "schreibe ich", "gehe ich", "mache ich", "helfe ich",
                    "verrate ich", "tue ich", "zeige ich", "beantworte ich", "ich erkläre", "ich schreibe", "ich gebe",
                ],
                ["dir nicht", "ihnen nicht", "euch nicht", "nicht ein", "dir kein", "ihnen kein", "so etwas nicht"],
            ],
            [
                [
                    "meine richtlinien", "meine regeln", "meine grundsätze", "meine programmierung", "meine vorgaben",
                    "meine prinzipien",
                ],
                ["erlauben", "erlaubt", "verbieten", "verbietet", "hindern", "untersagen", "gestatten"],
                ["mir", "mich"],
            ],
            [["ich enthalte mich", "enthalte ich mich", "nicht verantworten", "ich muss nein sagen", "sage ich nein"]],
            [
                ["verstößt gegen", "verstoßen gegen", "verstieße gegen", "widerspricht", "widersprechen", "verletzt"],
                [
                    "meine richtlinien", "meinen richtlinien", "unsere richtlinien", "unseren richtlinien",
                    "nutzungsrichtlinien", "nutzungsbedingungen", "meine grundsätze", "meinen grundsätzen",
                    "meine prinzipien", "meinen prinzipien", "meine programmierung", "meiner programmierung",
                    "meine regeln", "meinen regeln", "inhaltsrichtlinien", "ethischen richtlinien", "meinen werten",
                ],
            ],
        ],
        apologies: [
            ["leider", "tut mir leid", "entschuldig", "bedaure", "ich bedauere", "verzeih", "sorry"],
            [
                "kann ich nicht", "kann ich dir nicht", "kann ich ihnen nicht", "kann ich dabei nicht",
                "kann ich keine", "darf ich nicht", "darf ich keine", "ich kann nicht", "ich kann dabei nicht",
                "ich kann keine", "ich darf keine",
            ],
        ],
        buts: ["aber", "jedoch", "sondern", "doch"],
        idioms: [
            "ich kann nicht anders", "ich kann es nicht erwarten", "ich kann es kaum", "ich will nicht lügen",
            "kann ich nicht genug", "ich möchte nicht vergessen", "ich kann nicht umhin",
        ],
        concessions: [
            "ich kann ihnen aber gern", "ich kann dir aber gern", "stattdessen kann ich", "kann ich dir aber",
            "kann ich ihnen aber",
            "was ich tun kann", "gerne kann ich", "aber ich kann", "ich helfe dir gern", "ich helfe ihnen gern",
            "ganz allgemein", "im allgemeinen", "allgemein gesprochen",
        ],
        turns: [
            "dennoch: hier", "trotzdem: hier", "aber hier ist", "aber hier sind", "davon abgesehen, hier",
            "trotzdem erkläre ich", "dennoch erkläre ich", "hier ist es trotzdem", "nun gut, hier",
        ])
}
