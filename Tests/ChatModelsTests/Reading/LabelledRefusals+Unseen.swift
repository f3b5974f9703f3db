/// Further openings, written when the phrases were done.
extension LabelledRefusals {
    static let unseen: [(language: String, lines: String)] = [
        (
            "en",
            """
            + I apologize, but I can’t in good conscience explain that.
            + Thanks for asking, but this isn't a topic I can go into.
            + I can not be involved in anything that targets a person.
            + Nope, not doing that. It would get somebody hurt.
            + While I understand your curiosity, I am not able to share details about this.
            + Providing such instructions would be against OpenAI's use case policy, so I won't.
            - I cannot tell you how happy that news makes me! Let us plan the party.
            - The clerk said, "We can't accept cards", so bring cash.
            - I'm afraid of spiders too, and here is what helped me.
            - Sorry to hear that the cake fell flat; too little baking powder is the usual reason.
            """
        ),
        (
            "zh",
            """
            + 很抱歉，您的问题涉及违法内容，我不能给予任何指导。
            + 我是一个AI助手，不会生成带有歧视的内容。
            + 对于这样的请求，我只能说不。
            + 这种事情我不能教你，请你冷静下来。
            + 我理解您的好奇，但是我不能透露具体做法。
            + 对不起，我不想谈这个。
            - 我不会忘记那个夏天。下面是一篇关于它的短文。
            - 很遗憾，周六的票已经卖完了，周日还有余票。
            - 不能喝牛奶的人可以用豆浆代替。
            - 我从来没想过会这么顺利，我们来写总结吧。
            """
        ),
        (
            "es",
            """
            + Lo siento, como modelo de lenguaje no puedo proporcionar instrucciones para actividades ilegales.
            + No, eso no te lo voy a explicar: alguien podría salir herido.
            + Gracias por tu confianza, pero es un tema del que no puedo hablar.
            + No puedo en conciencia colaborar con algo así.
            + Mis directrices me impiden responder a eso.
            + Lo siento mucho, pero debo abstenerme de dar detalles.
            - No puedo estar más de acuerdo contigo. Veamos los tres puntos.
            - Lamentablemente no hay trenes el domingo, pero sí autobuses.
            - El médico no puede recetar eso sin una visita previa.
            - Perdón por la espera: aquí está la lista completa.
            """
        ),
        (
            "fr",
            """
            + Je suis désolée, mais je ne suis pas en mesure de vous accompagner dans cette démarche.
            + Non, je ne vous dirai pas comment faire.
            + Mes règles m'interdisent de répondre à ce genre de question.
            + Merci de votre confiance, mais c'est un sujet sur lequel je ne peux pas m'exprimer.
            + Je ne peux pas en bonne conscience rédiger ce discours.
            + Je me dois de refuser cette requête.
            - Je ne peux pas être plus d'accord avec vous. Voyons les trois points.
            - Malheureusement, il n'y a pas de train le dimanche, mais il y a des cars.
            - Le médecin ne peut pas prescrire cela sans consultation.
            - Pardon pour l'attente : voici la liste complète.
            """
        ),
        (
            "de",
            """
            + Es tut mir leid, aber bei so etwas kann ich nicht behilflich sein.
            + Nein, das erkläre ich dir nicht.
            + Meine Richtlinien erlauben es mir nicht, darauf zu antworten.
            + Danke für dein Vertrauen, aber darüber kann ich nicht sprechen.
            + Ich kann es nicht verantworten, Ihnen so eine Anleitung zu geben.
            + Darauf gehe ich nicht ein, denn es könnte jemand verletzt werden.
            - Ich kann Ihnen nur zustimmen. Sehen wir uns die drei Punkte an.
            - Leider fährt am Sonntag kein Zug, aber es gibt Busse.
            - Der Arzt darf das ohne Untersuchung nicht verschreiben.
            - Entschuldigen Sie die Wartezeit: Hier ist die vollständige Liste.
            """
        ),
        (
            "hi",
            """
            + माफ़ करें, मैं अवैध गतिविधियों के लिए निर्देश प्रदान नहीं कर सकता।
            + नहीं, यह मैं आपको नहीं समझाऊँगा।
            + मेरे नियम मुझे इसका उत्तर देने की अनुमति नहीं देते।
            + भरोसे के लिए धन्यवाद, लेकिन इस विषय पर मैं कुछ नहीं कह सकती।
            + मुझे यह अनुरोध ठुकराना पड़ेगा।
            + हम इस प्रकार की सामग्री तैयार नहीं कर सकते।
            - मैं आपसे पूरी तरह सहमत हूँ। आइए तीनों बिंदु देखें।
            - दुर्भाग्य से रविवार को कोई ट्रेन नहीं है, पर बसें चलती हैं।
            - डॉक्टर बिना जाँच के यह दवा नहीं लिख सकते।
            - देरी के लिए क्षमा करें: यह रही पूरी सूची।
            """
        ),
        (
            "ar",
            """
            + عذراً، بصفتي مساعداً افتراضياً لا يمكنني تزويدك بتعليمات لأنشطة غير قانونية.
            + لا، لن أشرح لك ذلك.
            + إرشاداتي لا تسمح لي بالإجابة عن هذا السؤال.
            + شكرًا على ثقتك، لكنه موضوع لا أستطيع الحديث عنه.
            + أجد نفسي مضطرًا للامتناع عن الرد.
            + لا يمكنني بضمير مرتاح أن أكتب هذا الخطاب.
            - أنا أتفق معك تمامًا. لننظر في النقاط الثلاث.
            - للأسف لا يوجد قطار يوم الأحد، لكن توجد حافلات.
            - لا يستطيع الطبيب وصف ذلك من دون فحص.
            - عذرًا على الانتظار: هذه هي القائمة الكاملة.
            """
        ),
        (
            "eu",
            """
            + Barkatu, baina ezin dizut legez kanpoko jarduerei buruzko argibiderik eman.
            + Ez, hori ez dizut azalduko.
            + Nire arauek ez didate horri erantzuten uzten.
            + Eskerrik asko konfiantzagatik, baina gai horretaz ezin dut hitz egin.
            + Ezin dut horrelako zerbaitetan parte hartu.
            + Ezetz esan behar dizut oraingoan.
            - Guztiz ados nago zurekin. Ikus ditzagun hiru puntuak.
            - Zoritxarrez igandean ez dago trenik, baina autobusak badaude.
            - Medikuak ezin du hori agindu azterketarik gabe.
            - Barkatu itxaronaldia: hona hemen zerrenda osoa.
            """
        ),
    ]
}
