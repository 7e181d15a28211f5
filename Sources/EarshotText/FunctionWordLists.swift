/// The small words that make up a third and more of any running text: the cheap half of telling
/// languages apart.
///
/// Written by hand for this project. A word that is as usual in English as in another language
/// ("die", "was", "an") is on no foreign list.
enum FunctionWordLists {
  // Kinds of word.
  /// Frequent in English, rare in any other language written in Latin letters.
  static let clear: UInt8 = 1
  /// English, and a word of another language too: "of" is Dutch, "to" Polish.
  static let shared: UInt8 = 2
  static let foreign: UInt8 = 3

  static let table = ShortWordTable(
    [(clear, english), (shared, ambiguous)] + others.map { (foreign, $0) })

  private static let english = """
    about after again already always and any anyone anything are aren't back because been before \
    being both but can can't cannot cant could couldn't didn't didnt does doesn't doesnt doing \
    don't done dont each every few first from get gets getting give going gone good got hadn't \
    has hasn't haven't having he's help hers him his how i'd i'll i'm i've if into isn't it it's \
    its ive just know last let's like long made make many much my need never next not nothing \
    now off only other our ours out own please pls same she she's should shouldn't since some \
    someone something sorry still such take tell than thank thanks that that's the their them \
    then there there's these they they're this those too try trying use used very wants wasn't \
    we're we've well weren't what what's when where which while who why with without won't work \
    working would wouldn't yes yet you you're your yours
    """

  private static let ambiguous = """
    a all am an as at be by did do for go had have he her here i in is me more most new no of on \
    one or order over so to up us want was we were will
    """

  /// Each word stands with the first of its languages.
  private static let others = [
    // German
    """
    der das den dem ein eine einen einem einer ist nicht und ich sie wir ihr mir mich uns auf \
    mit für fuer bei beim seit von vom zum zur auch noch aber wenn dass wie immer nach kein \
    keine keinen mein meine meinen meiner meinem sind habe haben hatte wird wurde werden kann \
    können koennen bitte schon nur sehr mehr aus oder über vielen danke keiner nichts niemand \
    jetzt
    """,
    // Dutch
    """
    het een niet ik jullie mijn ze dat deze dit naar voor met bij zijn heb heeft hebben wordt \
    worden kan kunnen maar ook nog al als geen uit aan er hoe waar zou moet graag nu steeds werd \
    meer dan om
    """,
    // French
    """
    le la les des du un une et est pas ne je vous nous il elle mon ma mes votre vos notre ce \
    cette ces que qui pour par avec sur dans au aux en depuis mais très plus rien personne \
    jamais être avoir ai ont suis c'est j'ai n'ai quand comment toujours aussi bonjour merci \
    sans si
    """,
    // Spanish
    """
    el los las del una unos es lo por para se mi su mis sus pero muy más mas ya está esta este \
    eso esto hay han ha como cuando cuanto donde desde hasta sin porque también tambien nada \
    nadie siempre todo todos tengo quiero puedo hola gracias
    """,
    // Italian
    """
    gli di della dei delle dal dalla nel nella è che chi non ho hanno sono era più piu come \
    quando anche ancora mio mia vostro questo questa dopo ogni tutto tutti nessuno sempre grazie
    """,
    // Portuguese
    """
    os uma um com não nao muito já foi dos na em ao pelo pela meu minha meus minhas seu sua eu \
    ele ela você voce vocês vcs também onde até ninguém isso quero sem obrigado
    """,
    // Catalan
    """
    els amb és més meva està aquest aquesta però
    """,
    // Romanian
    """
    și în cu din pe pentru sunt mai să sa că ca cum când cand fără fara mea dar foarte după dupa \
    care
    """,
    // Swedish
    """
    och att det är jag inte ett som på pa med av till har de vi ni min mitt mina från fran när \
    nar efter ska skulle varje mycket alltid någon ingen hur också
    """,
    // Danish, Norwegian
    """
    og jeg ikke af til mine fra når skal hver meget altid nogen hvordan også være vil blev
    """,
    // Polish
    """
    nie się jest że jak czy mój moje mojego po od za przez bardzo już juz ale co kiedy gdy \
    proszę prosze tego tej są nikt dzień ja mam
    """,
    // Czech, Slovak
    """
    že mě už uz jsem jsme ani při který kde když kdyz můj ke nikdo všechno není neni tak
    """,
    // Croatian, Bosnian, Serbian
    """
    što sto kako nije sam smo bi ali još jos moj iz kad već vec sve bila bio ovo nitko niko koji
    """,
    // Slovenian
    """
    ki še
    """,
    // Hungarian
    """
    az hogy nem egy meg már mar van mert csak minden senki vagy volt még mint ez azt nagyon \
    kérem köszönöm
    """,
    // Finnish
    """
    ei että kun jo mutta olen oli ovat tai niin minun minut kuin eikä vaan voi vielä myös mitä \
    miten aina joka kiitos
    """,
    // Turkish
    """
    bir ve bu için icin çok cok ama gibi kadar daha ben beni bana var yok mı değil degil sonra \
    hiç hic lütfen nasıl neden hala
    """,
    // Indonesian, Malay
    """
    yang tidak saya ini itu dari untuk dengan sudah ada belum juga akan bisa kami atau karena \
    tapi lagi apa sangat tolong sampai pada
    """,
    // Tagalog
    """
    ang ng mga ko ay hindi ako naman lang kasi ba ninyo namin kayo yung niya nang noong rin
    """,
    // Vietnamese
    """
    tôi không toi khong là của cua có và cho đã được mà rồi một này thì lại với nhưng
    """,
    // Estonian
    """
    see kui ka kas aga mu meie väga
    """,
    // Lithuanian
    """
    ir yra į bet kaip mano iš jau
    """,
    // Latvian
    """
    nav ar kā
    """,
    // Albanian
    """
    dhe të nuk është në për një që
    """,
    // Swahili
    """
    wa kwa katika hii yangu sana
    """,
    // Basque
    """
    eta dut bat dira dago egin baina zein nire ere duen duten daude hau
    """,
    // Welsh
    """
    yn yr mae wedi ond eich fy ac nid gyda
    """,
    // Icelandic
    """
    að ekki ég það við hefur fyrir
    """,
    // Afrikaans
    """
    ek vir
    """,
  ]
}
