/// The words of the search by role, and the phrases after which something personal stands.
///
/// Written for this project from how customers write; nothing here was taken from a data set.
enum RedactionVocabulary {
  static let roles: [(RedactionWords.Roles, String)] = [
    (
      .title,
      "mr mrs ms miss mx dr doctor prof professor sir madam mister herr frau señor señora sr sra monsieur madame mme signor signora sig"
    ),
    (.particle, "van von de der den del della da di du dos das la le bin ibn al el ter ten zu y"),
    (
      .connector,
      "is was are it's its it the my our your number numbers no nr num id code of as here here's to ends ending ref reference following this that by with for new old current below above registered full"
    ),
    (.numberWord, "number numbers no nr num id code ref reference identifier"),
    (
      .street,
      "street st str avenue ave av boulevard blvd road rd lane ln drive dr court ct place pl terrace ter square sq crescent cres close parkway pkwy highway hwy way trail trl circle cir alley mews grove gardens row walk route rte expressway plaza pike loop path heights hill ridge turnpike quay wharf esplanade"
    ),
    (.plainStreet, "street avenue ave road rd lane boulevard blvd"),
    (
      .streetBefore,
      "rue via calle avenida avenue allée allee boulevard chemin impasse quai piazza piazzale viale corso strada strasse straße rua travessa ulica ul ulitsa carrer passeig paseo plaza place place largo route jalan jl calea"
    ),
    (.unit, "apt apartment suite ste unit flat floor fl room rm appartement apto building bldg"),
    (
      .state,
      "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr ap ae aa on qc bc ab mb sk ns nb nl pe nsw vic qld tas act alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ontario quebec"
    ),
    (
      .month,
      "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december januar februar märz mai juni juli oktober dezember"
    ),
    (
      .measure,
      "usd eur gbp euro euros dollars dollar pounds pound cents rupees yen chf cad aud inr kg g km m cm mm miles mile ml l litres liters gb mb tb kb mah ms seconds minutes hours hour days day weeks week months month years year times items units points miles users customers people pieces pcs steps percent am pm"
    ),
    (
      .version,
      "version versions v ver firmware build release update updated upgrade upgraded android ios app software driver patch revision macos windows"
    ),
    (
      .direction,
      "n s e w ne nw se sw north south east west northeast northwest southeast southwest"
    ),
    (.afterSelf, "speaking here calling writing again from with"),
    (
      .country,
      "usa us uk england scotland wales ireland canada australia germany deutschland france spain españa italy italia netherlands belgium austria switzerland sweden norway denmark finland poland portugal india mexico brazil estonia cyprus uruguay slovenia hungary iceland tunisia turkey greece japan china greenland"
    ),
    (
      .endsAddress,
      "and is are was please but because so since if when where why how what who i we you they he she it that this but for from has have had will would can could should not does did do then than as or thanks thank asap today tomorrow yesterday by with my your our their there instead anymore since until after before while also still in"
    ),
    (
      .thing,
      "city company product store hotel app street file brand bank domain game school team business shop plan restaurant airline item model user town village building project song album movie film"
    ),
    (
      .notName,
      "i you he she it we they me him her us them my your his its our their mine yours this that these those the a an and or but nor so if then else when where why what which who whose whom how not no yes yeah yep ok okay oh ah well please pls thanks thank thx ty sorry hi hello hey hiya dear greetings good morning afternoon evening night day best regards kind warm cheers sincerely yours truly faithfully respectfully love team support customer customers service services help desk helpdesk care staff agent agents manager management representative rep representatives advisor adviser assistant everyone everybody anybody anyone somebody someone nobody all folks guys friend friends sir sirs madam ma'am gentlemen ladies colleague colleagues concern concerned there here again monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december today tomorrow yesterday now soon later order orders account accounts number numbers ticket case invoice refund payment delivery shipping package parcel product products item items company bank card credit debit store shop website app email mail phone address name date time subject re fw fwd message sent from to cc bcc is was are were be been being am has have had having do does did done will would can could should shall may might must in on at by for with about of off out up down over under into onto after before since until while because as than very too also just only even still already never always ever once twice really quite so such same other another each every both few many much more most some any none one two three four five six seven eight nine ten first second third last next new old happy sad angry upset glad unable able writing calling contacting waiting trying looking having going getting using sure unsure afraid aware interested disappointed frustrated confused annoyed pleased satisfied unhappy furious shocked tired sick done ready back home away american british german french spanish italian indian chinese japanese canadian australian irish scottish english european dutch polish portuguese mexican russian turkish swedish norwegian danish swiss austrian belgian brazilian premium prime gold silver platinum vip pro plus basic free member subscriber user client buyer seller guest owner tenant spelled spelt wrong incorrect incorrectly misspelled missing listed showing shown printed registered appears appearing correct different changed removed added attached below above mr mrs ms miss dr prof mx doctor professor regarding concerning urgent ridiculous unacceptable terrible awful great nice excellent poor bad let's don't can't won't isn't it's i'm i've i'll i'd we're we've you're that's what's there's here's didn't doesn't couldn't wouldn't black white amazon google apple paypal facebook microsoft whatsapp instagram visa mastercard netflix spotify uber ebay christmas easter sent via attention whom unknown null none n/a nan phone mobile tel fax website url address city state country zip reply"
    ),
  ]

  /// Phrases after which something stands, by what; commas between them.
  static let cues: [(Cue, String)] = [
    (
      .phone,
      "phone, phone no, phone number, telephone, telephone number, tel, mobile, mobile number, mobile phone, cell, cell number, cellphone, cell phone, fax, landline, whatsapp, call me, call us, call him, call her, call back, callback, ring me, ring us, text me, reach me, reach us, reach him, reach her, contact me, contact us, contact number, answering at, messages to, sms to, dial, desk, hotline, my number, telefon, handy, téléphone, teléfono, telefono, móvil, at work, at home"
    ),
    (
      .card,
      "card, cards, card number, card no, credit card, credit card number, debit card, debit card number, cc, cc number, visa, mastercard, master card, amex, american express, pan"
    ),
    (.iban, "iban, iban number, iban code"),
    (
      .bank,
      "bank account, bank account number, bank acc, sort code, routing number, routing no, routing, aba, aba number, bsb, ifsc, ifsc code, bank code, blz, kontonummer, numéro de compte, transit number"
    ),
    (.bic, "bic, swift, swift code, bic code, bic swift"),
    (
      .id,
      "ssn, social security, social security number, social security no, social insurance number, sin number, itin, ein, tin, tax id, tax id number, tax number, tax identification number, vat number, vat id, utr, passport, passport number, passport no, driver's license, drivers license, driver license, driver's licence, driving licence, driving license, driver's license number, drivers license number, driver license number, driving licence number, licence number, license number, dl number, national insurance, national insurance number, nino, ni number, national id, national id number, identity card, identity card number, id card, id card number, id number, personal number, nhs number, medicare number, aadhaar, aadhaar number, pan number, cpf, cnpj, dni, nie, nif, cif, curp, rfc, codice fiscale, personalausweis, ausweisnummer, steuernummer, steuer-id, sozialversicherungsnummer, personnummer, bsn, pesel, employee id, student id, license plate, licence plate, number plate, vin"
    ),
    (
      .order,
      "order, order number, order no, order id, order ref, order reference, ticket, ticket number, ticket no, ticket id, case, case number, case no, case id, reference, reference number, reference no, ref, ref no, booking, booking number, booking reference, booking id, booking code, reservation, reservation number, reservation code, confirmation, confirmation number, confirmation code, pnr, tracking, tracking number, tracking no, tracking id, tracking code, parcel number, shipment, shipment number, invoice, invoice number, invoice no, transaction, transaction id, transaction number, rma, rma number, claim, claim number, incident, incident number, request number, purchase order, po number, bestellnummer, auftragsnummer, sendungsnummer, rechnungsnummer, numéro de commande, número de pedido"
    ),
    (
      .account,
      "account, account number, account no, account id, acct, acct number, acc no, acc number, customer number, customer no, customer id, client number, client id, user id, userid, member number, member id, membership, membership number, membership id, policy, policy number, policy no, contract, contract number, subscription id, subscription number, loyalty number, frequent flyer number, kundennummer, vertragsnummer, meter number, serial number, imei"
    ),
    (
      .password,
      "password, passwort, passcode, passphrase, pwd, pass word, contraseña, mot de passe, api key, apikey, secret key, access token, token, secret"
    ),
    (
      .pin,
      "pin, pin code, pin number, otp, one time code, one time password, verification code, security code, login code, access code, auth code, authentication code, cvv, cvc, cvv2, 2fa code, mfa code, tan"
    ),
    (
      .address,
      "address, address is, lives at, lives on, live at, live on, living at, lived at, shipping address, billing address, delivery address, mailing address, home address, deliver to, deliver it to, delivered to, delivering to, ship to, ship it to, shipped to, shipped it to, send it to, sent it to, send to, sent to, one to, located at, office is at, restaurant is at, store is at, house is at, return to, move to, moved to, moving to, meet you at, meet me at, off at, address to, adresse, dirección, indirizzo"
    ),
    (
      .zip,
      "zip, zip code, zipcode, post code, postcode, postal code, plz, postleitzahl, code postal, código postal, cap code, pin code"
    ),
    (
      .birth,
      "date of birth, dob, d o b, birth date, birthdate, birthday, birthday is, born on, born, was born, geburtsdatum, date de naissance, fecha de nacimiento"
    ),
    (
      .ownName,
      "my name, my name is, my name's, my full name is, my first name is, my last name is, my surname is, name's, the name is, name is, mein name ist, ich heiße, je m'appelle, mi nombre es, me llamo, mi chiamo"
    ),
    (
      .nameLabel,
      "name, full name, first name, last name, surname, family name, customer name, cardholder, cardholder name, card holder, account holder, account name, passenger, passenger name, contact name, contact person, recipient, patient, patient name, attn, from, to, your last name, your name, your first name, requester, submitted by, signed by, signed, written by, beneficiary"
    ),
    (
      .namedPerson,
      "agent named, named, agent called, under the name, under the name of, in the name of, on behalf of, spoke to, spoke with, spoken to, spoken with, speaking to, speaking with, talked to, talked with, chatted with, dealt with, agent, representative, rep, supervisor, advisor, adviser, colleague, technician, follow up with, belongs to, my wife, my husband, my son, my daughter, my mother, my father, my mum, my mom, my dad, my brother, my sister, my partner, my boss, my manager, my friend, helped by, assisted by, addressed to, care of, it to, ask for, contact, thanks to, attention"
    ),
    (.selfName, "i am, i'm, im, this is, it's, it is, c'est, soy, ich bin, je suis"),
    (
      .greeting,
      "dear, hi, hello, hey, hiya, good morning, good afternoon, good evening, hallo, bonjour, hola, ciao, hi there"
    ),
    (
      .closing,
      "regards, best regards, kind regards, kindest regards, warm regards, warmest regards, many regards, best, best wishes, all the best, sincerely, sincerely yours, yours sincerely, yours truly, yours faithfully, respectfully, cordially, cheers, thanks, thank you, many thanks, thanks again, thank you very much, thanks and regards, thx, mit freundlichen grüßen, freundliche grüße, viele grüße, liebe grüße, cordialement, saludos, un saludo, atentamente, cordiali saluti, love, take care"
    ),
    (
      .poBox,
      "po box, p o box, post office box, postbox, postal box, postfach, apartado, boîte postale, bp, psc"
    ),
  ]
}

/// What a phrase says about what comes after it.
enum Cue: Hashable {
  case phone, card, iban, bank, bic, id, order, account, password, pin, address, zip, birth
  case ownName, nameLabel, namedPerson, selfName, greeting, closing, poBox
  /// A pattern of the user, by its place in the list.
  case pattern(Int)
}
