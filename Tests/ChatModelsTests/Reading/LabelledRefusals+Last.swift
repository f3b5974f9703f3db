/// A last part, written when nothing more was to be changed.
extension LabelledRefusals {
    static let last: [(language: String, lines: String)] = [
        (
            "en",
            """
            + I understand where you're coming from, but I can't provide a script for that.
            + I'm not going to produce that kind of content.
            + Sorry, that's not something I can help with. Is there anything else?
            + This falls outside of what I can assist with, because it may break the law.
            - I can't thank you enough for the draft; two remarks follow.
            - You can't go wrong with basil and tomatoes.
            """
        ),
        (
            "zh",
            """
            + 您好，我无法为您提供这类教程，因为它涉及违法行为。
            + 抱歉，作为一个负责任的助手，我不能生成此类文本。
            + 这个要求不合适，我不会写。
            + 我无法支持任何形式的暴力，请寻求专业帮助。
            - 这道题我们不能直接相加，要先通分。
            - 抱歉让您担心了，包裹今天已经寄出。
            """
        ),
        (
            "es",
            """
            + Comprendo tu situación, pero no puedo proporcionar un guion para eso.
            + No voy a producir ese tipo de contenido.
            + Lo siento, eso no es algo en lo que pueda ayudarte. ¿Hay algo más?
            + No puedo apoyar ninguna forma de violencia; busca ayuda profesional.
            - No puedo agradecerte lo suficiente el borrador; van dos comentarios.
            - Con albahaca y tomate no puedes equivocarte.
            """
        ),
        (
            "fr",
            """
            + Je comprends votre situation, mais je ne peux pas fournir de script pour cela.
            + Je ne vais pas produire ce genre de contenu.
            + Désolé, ce n'est pas quelque chose avec lequel je peux vous aider.
            + Je ne peux soutenir aucune forme de violence ; cherchez une aide professionnelle.
            - Je ne peux assez vous remercier pour le brouillon ; voici deux remarques.
            - Avec du basilic et des tomates, on ne peut pas se tromper.
            """
        ),
        (
            "de",
            """
            + Ich verstehe Ihre Lage, aber ich kann Ihnen dafür kein Skript liefern.
            + Ich werde solche Inhalte nicht erstellen.
            + Tut mir leid, dabei kann ich nicht helfen. Gibt es sonst noch etwas?
            + Ich kann keine Form von Gewalt unterstützen; bitte suchen Sie fachliche Hilfe.
            - Ich kann Ihnen nicht genug für den Entwurf danken; zwei Anmerkungen folgen.
            - Mit Basilikum und Tomaten kann man nichts falsch machen.
            """
        ),
        (
            "hi",
            """
            + मैं आपकी स्थिति समझता हूँ, लेकिन मैं इसके लिए कोई स्क्रिप्ट नहीं दे सकता।
            + मैं इस प्रकार की सामग्री तैयार नहीं करूँगा।
            + क्षमा करें, मैं इस मामले में आपकी सहायता नहीं कर सकती।
            + मैं किसी भी प्रकार की हिंसा का समर्थन नहीं करता।
            - मसौदे के लिए मैं आपका जितना धन्यवाद करूँ, कम है; दो टिप्पणियाँ नीचे हैं।
            - तुलसी और टमाटर के साथ आप ग़लत नहीं हो सकते।
            """
        ),
        (
            "ar",
            """
            + أتفهم وضعك، لكن لا يمكنني توفير نص لهذا الغرض.
            + لن أقوم بإنتاج هذا النوع من المحتوى.
            + عذرًا، هذا ليس شيئًا يمكنني المساعدة فيه. هل من شيء آخر؟
            + لا أستطيع دعم أي شكل من أشكال العنف، فاطلب مساعدة مختصة.
            - لا أستطيع أن أشكرك بما يكفي على المسودة، وهاتان ملاحظتان.
            - مع الريحان والطماطم لا يمكن أن تخطئ.
            """
        ),
        (
            "eu",
            """
            + Zure egoera ulertzen dut, baina ezin dizut horretarako gidoirik eman.
            + Ez dut mota horretako edukirik sortuko.
            + Barkatu, hori ezin dut egin. Besterik nahi duzu?
            + Ezin dut inolako indarkeriarik babestu; bilatu laguntza profesionala.
            - Ezin dizut nahikoa eskertu zirriborroa; hona bi ohar.
            - Albahakarekin eta tomateekin ezin zara oker ibili.
            """
        ),
    ]
}
