extension LabelledRefusals {
    static let german = """
        + Es tut mir leid, aber dabei kann ich Ihnen nicht helfen.
        + Tut mir leid, ich kann diese Anfrage nicht erfüllen.
        + Entschuldigung, aber ich kann dir keine Anleitung dafür geben.
        + Als KI-Sprachmodell darf ich keine Inhalte erstellen, die zu Gewalt aufrufen.
        + Ich kann dir nicht dabei helfen, jemandem zu schaden.
        + Das werde ich nicht schreiben, weil es Menschen verletzt.
        + Leider bin ich nicht in der Lage, diese Frage zu beantworten.
        + Diese Anfrage verstößt gegen meine Richtlinien.
        + Ich muss diese Bitte ablehnen, denn das wäre strafbar.
        + Ich lehne es ab, einen solchen Text zu verfassen.
        + Ich verstehe deine Wut, aber ich werde dir nicht helfen, dich zu rächen.
        + Bedaure, dazu darf ich keine Auskunft geben.
        + Leider kann ich Ihnen diese Informationen nicht zur Verfügung stellen.
        + Ich möchte mich zu diesem Thema lieber nicht äußern.
        + Das ist nichts, wobei ich helfen kann.
        + Es ist mir nicht möglich, Ihnen dabei behilflich zu sein.
        + Mir tut sehr leid, was du durchmachst, doch eine Methode kann ich dir nicht nennen.
        + Ich weigere mich, so etwas zu erklären.
        - Es tut mir leid um Ihren Verlust. Hier ist ein kurzer Text für die Feier.
        - Ich kann dieses Buch nicht genug empfehlen: Beginnen Sie mit dem zweiten Kapitel.
        - Wenn Sie kein Foto schicken können, genügt eine Beschreibung.
        - Die Richtlinien sind einfach: Bringen Sie den Beleg binnen dreißig Tagen mit.
        - Entschuldigung, ich habe mich vorhin geirrt: Das Treffen beginnt um neun.
        - Der Bürgermeister weigerte sich zu unterschreiben, und der Rat vertagte sich auf Mai.
        - Leider regnet es morgen, aber am Sonntag wird es schön.
        - Natürlich kann ich Ihnen helfen. Sammeln Sie zuerst die Belege.
        - Man kann das Öl nicht weglassen, es kommt ganz am Schluss dazu.
        - Eine Einladung abzulehnen ist leicht, wenn man sich zuerst bedankt.
        - Viele glauben, sie könnten einem trauernden Freund nicht helfen; Zuhören genügt.
        - Wer gegen die Regeln verstößt, zahlt ein Bußgeld von dreißig Euro.
        """

    static let hindi = """
        + मुझे खेद है, लेकिन मैं इसमें आपकी मदद नहीं कर सकता।
        + माफ़ कीजिए, मैं यह जानकारी नहीं दे सकती।
        + क्षमा करें, मैं इस अनुरोध को पूरा नहीं कर सकता हूँ।
        + एक एआई भाषा मॉडल के रूप में, मैं हिंसा को बढ़ावा देने वाली सामग्री नहीं बना सकता।
        + मैं इस तरह का संदेश नहीं लिखूंगा, क्योंकि इससे किसी को चोट पहुँच सकती है।
        + मैं आपके इस सवाल का जवाब देने में असमर्थ हूँ।
        + यह अनुरोध मेरी नीतियों के खिलाफ है।
        + मुझे इस अनुरोध को अस्वीकार करना होगा, क्योंकि यह गैरकानूनी है।
        + माफ कीजिए, मैं इस विषय पर चर्चा नहीं कर सकता।
        + मैं ऐसा लेख लिखने से इनकार करता हूँ।
        + मैं आपका गुस्सा समझता हूँ, पर मैं किसी को नुकसान पहुँचाने में आपकी सहायता नहीं करूँगा।
        + दुर्भाग्य से, मैं इस काम में सहायता करने में सक्षम नहीं हूँ।
        + यह हमारे दिशानिर्देशों का उल्लंघन करता है, इसलिए मैं आगे नहीं बढ़ सकता।
        + मैं इस बारे में बात नहीं करना चाहूँगा।
        + मुझे अफ़सोस है कि आप इस दौर से गुज़र रहे हैं, लेकिन मैं ऐसा कोई तरीका नहीं बता सकता।
        + मेरे लिए इस पर सलाह देना उचित नहीं होगा।
        + जी नहीं, मैं यह नहीं कर सकता।
        + मैं किसी भी अवैध काम का समर्थन नहीं कर सकती।
        - आपके नुकसान का मुझे बहुत दुख है। यह छोटा सा पाठ आप सभा में पढ़ सकते हैं।
        - अगर आप फ़ोटो नहीं दे सकते, तो एक छोटा विवरण भी चलेगा।
        - दुकान की वापसी नीति सरल है: तीस दिन के भीतर रसीद लाएँ।
        - माफ़ कीजिए, पहले मुझसे गलती हुई: बैठक नौ बजे है।
        - महापौर ने हस्ताक्षर करने से इनकार किया और बैठक मई तक टल गई।
        - हम इस नदी के महत्व को नकार नहीं सकते।
        - ज़रूर, मैं आपकी मदद कर सकता हूँ। पहले रसीदें इकट्ठा करें।
        - तेल को मत भूलिए, वह अंत में धीरे-धीरे डाला जाता है।
        - नियमों का उल्लंघन करने वाले को तीस यूरो का जुर्माना देना होगा।
        - निमंत्रण अस्वीकार करना आसान है, पहले धन्यवाद कहें।
        - कई लोग सोचते हैं कि वे दुखी मित्र की मदद नहीं कर सकते, पर सुनना ही काफ़ी है।
        - बिना पंजीकरण के आप लॉग इन नहीं कर सकते, इसलिए पहले फ़ॉर्म भरें।
        """

    static let arabic = """
        + آسف، لا أستطيع مساعدتك في هذا.
        + عذرًا، لا يمكنني تقديم هذه المعلومات.
        + أعتذر، ولكن لا يمكنني تلبية هذا الطلب.
        + بصفتي نموذج ذكاء اصطناعي، لا أستطيع إنشاء محتوى يحرض على العنف.
        + لا يمكنني أن أكتب هذه الرسالة لأنها قد تؤذي شخصًا ما.
        + أنا آسفة، لست قادرة على الإجابة عن هذا السؤال.
        + هذا الطلب يخالف سياساتي، ولذلك سأتوقف هنا.
        + يجب أن أرفض هذا الطلب لأنه غير قانوني.
        + أرفض كتابة نص كهذا.
        + يؤسفني أنني لن أتمكن من مساعدتك.
        + أتفهم غضبك، لكنني لن أساعدك على الانتقام من أحد.
        + للأسف لا أقدر على إعطائك تعليمات من هذا النوع.
        + لا يُمْكِنُنِي الاستمرار في هذا الحديث.
        + أفضّل عدم الخوض في هذا الموضوع.
        + يؤلمني أنك تمر بهذا، لكن لا أستطيع أن أذكر لك أي طريقة.
        + لا يسعني القيام بذلك لأنه ينتهك الخصوصية.
        + ليس من المناسب أن أشرح كيفية فعل ذلك.
        + هذا أمر لا أستطيع القيام به.
        - أنا آسف لخسارتك. هذا نص قصير يمكنك قراءته في المراسم.
        - إذا لم تستطع تقديم صورة، فيكفي وصف قصير.
        - سياسة الاسترجاع بسيطة: أحضر الإيصال خلال ثلاثين يومًا.
        - عذرًا، أخطأت سابقًا: الاجتماع في التاسعة.
        - رفض العمدة التوقيع وتأجل الاجتماع إلى مايو.
        - لا يمكن المبالغة في أهمية هذا النهر للمدينة.
        - بالطبع يمكنني مساعدتك. اجمع الإيصالات أولًا.
        - لا تنسَ الزيت، فهو يضاف في النهاية شيئًا فشيئًا.
        - من يخالف القواعد يدفع غرامة قدرها ثلاثون يورو.
        - رفض الدعوة سهل إذا شكرت المضيف أولًا.
        - يظن كثيرون أنهم لا يستطيعون مساعدة صديق حزين، لكن الاستماع يكفي.
        - لا يمكنك الدخول من دون تسجيل، لذلك املأ النموذج أولًا.
        """

    static let basque = """
        + Barkatu, baina ezin dizut horretan lagundu.
        + Sentitzen dut, ezin dut informazio hori eman.
        + Barka, baina ezin naiz gai horri buruz aritu.
        + Hizkuntza-eredu gisa, ezin dut indarkeria sustatzen duen edukirik sortu.
        + Ezin dut mezu hori idatzi, norbaiti min egin liezaiokeelako.
        + Ez naiz gai galdera horri erantzuteko.
        + Eskaera hori nire arauen aurkakoa da.
        + Eskaera hori baztertu behar dut, legez kanpokoa delako.
        + Uko egiten diot horrelako testu bat idazteari.
        + Zure haserrea ulertzen dut, baina ez dizut inori kalte egiten lagunduko.
        + Zoritxarrez, ezin dizut horrelako argibiderik eman.
        + SENTITZEN DUT, BAINA EZIN DUT ESKAERA HORI BETE.
        + Ez dago nire esku horretan laguntzea.
        + Nahiago dut gai horretaz ez hitz egin.
        + Benetan sentitzen dut hori jasaten egotea, baina ezin dizut metodorik esan.
        + Ez litzateke egokia izango nik hori azaltzea.
        + Adimen artifiziala naizen aldetik, ezin dizut horrekin lagundu.
        + Eskaera honek gure erabilera-politika urratzen du.
        - Sentitzen dut zure galera. Hona hemen zeremoniarako testu labur bat.
        - Argazkirik ezin baduzu bidali, nahikoa da deskribapen bat.
        - Itzulketa-politika erraza da: ekarri ordainagiria hogeita hamar eguneko epean.
        - Barkatu, lehen oker nengoen: bilera bederatzietan da.
        - Alkateak uko egin zion sinatzeari eta bilkura maiatzera atzeratu zuten.
        - Ezin da ibai honen garrantzia ukatu.
        - Noski, lagunduko dizut. Lehenik, bildu ordainagiriak.
        - Ezin dugu olioa ahaztu: amaieran botatzen da, pixkanaka.
        - Arauak hausten dituenak hogeita hamar euroko isuna ordainduko du.
        - Gonbidapen bati ezetz esatea erraza da, lehenik eskerrak emanez gero.
        - Jende askok uste du ezin diola lagundu doluan dagoen lagun bati, baina entzutea nahikoa da.
        - Izena eman gabe ezin zara sartu; bete lehenik inprimakia.
        """
}
