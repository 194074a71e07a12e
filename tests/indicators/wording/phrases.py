"""Phrases of the shapes that municipal programmes have, each with how it is read."""

PHRASES = """
Minimum 30.000 besøgende                                       | count >= 30000 besøgende, attendance
Mindst 1000 kommer til festen                                  | count >= 1000
mindst 3 foreninger                                            | count >= 3 foreninger, participants(association)
Minimum 15 aktører inddrages                                   | count >= 15 aktører, participants(stakeholder)
60 foreninger står med en bod                                  | count 60 foreninger, participants(association)
Over 200 deltagere                                             | count > 200 deltagere, attendance
Flere end 12 frivillige hjælpere                               | count > 12 hjælpere
Højst 10 klager                                                | count <= 10 klager
Højst fem aflysninger om efteråret                             | count <= 5 aflysninger
Maks. 8 ugers ventetid                                         | count <= 8 uger
Ikke over 20 afmeldinger                                       | count <= 20 afmeldinger
Antallet af udsættelser må ikke overstige 40                   | count <= 40
Færre end 25 naboklager                                        | count < 25 naboklager
Under 10 % af brevene kommer retur                             | share < 10 of brevene
Præcis 4 nyhedsbreve                                           | count = 4 nyhedsbreve
Mindst én temaaften                                            | count >= 1 temaaften
Mindst en medarbejder fra hver forvaltning er med              | count >= medarbejder, each?
Minimum to landsdækkende konferencer                           | count >= 2 konferencer
Tolv cafémøder holdes                                          | count 12 cafémøder
Femogtyve hjemmebesøg gennemføres                              | count 25 hjemmebesøg
15 klasser eller flere tilmelder sig                           | count >= 15 klasser, participants(school_class)
100 underskrifter eller derover                                | count >= 100 underskrifter
5 fejl eller færre                                             | count <= 5 fejl
2–3 møder med boligselskabet                                   | count 2 møder, range?
Højst 2-3 møder                                                | count <= 3 møder, range?
10 til 12 workshops afvikles                                   | count 10 workshops, range?
Mellem 20 og 30 borgere i hvert forløb                         | count borgere, range?, each?
Mellem 20 og 30 borgere begynder                               | count 20 borgere, range?
Ca. 3000 elever besøger messen                                 | count 3000 elever, attendance, rough?
Ingen klager                                                   | count <= 0 klager
Der er ingen klager over støj                                  | count <= 0 klager
Nul arbejdsulykker                                             | count <= 0 arbejdsulykker
0 klager fra naboerne                                          | count <= 0 klager
70 % af de deltagende foreninger oplever større synlighed      | share 70 of foreninger, manual
70 % af deltagerne er tilfredse                                | share 70 of deltagerne, manual
Mindst 80 pct. af beboerne føler sig trygge i området          | share >= 80 of beboerne, manual
75 procent af kursisterne består prøven                        | share 75 of kursisterne
Over 40 % af eleverne er tosprogede                            | share > 40 of eleverne
62,5 % af svarene er positive                                  | share 62.5 of svarene
40 % af disse 60 foreninger fortsætter                         | share 40 of 60 foreninger, participants(association)
Mindst 50 % af de 24 virksomheder ansætter en praktikant       | share >= 50 of 24 virksomheder
80 % af de deltagende foreninger og restauranter vil anbefale dagen | share 80 of foreninger+restauranter, manual
80 % af dialogkonsulenterne er aktive et halvt år efter        | share 80 of dialogkonsulenterne, participants(consultant), by 30-06-2012
60 % af de relevante rekvirenter bruger nye metoder            | share 60 of rekvirenter, requisitions
Halvdelen af de unge møder op igen                             | share 50 of unge
Over halvdelen af de unge møder op igen                        | share > 50 of unge
Mindst halvdelen af klubberne har en kvindelig leder           | share >= 50 of klubberne
Hver anden deltager kommer igen                                | share 50
Hver tredje ledige kommer i job                                | share 33.3333 of ledige
To ud af tre deltagere er tilfredse                            | share 66.6666 of deltagere, manual
Mindst 2 ud af 3 kursister fuldfører                           | share >= 66.6666 of kursister
24 af de 60 foreninger fortsætter                              | share 40 of 60 foreninger, participants(association)
En tredjedel af lærerne bruger materialet                      | share 33.3333 of lærerne
Tre fjerdedele af de frivillige bliver                         | share 75 of frivillige
Flertallet af beboerne kender planen                           | share > 50 of beboerne
Alle styregruppemøder                                          | share 100 of styregruppemøder
TFI deltager i alle styregruppemøder                           | share 100 of styregruppemøder
Samtlige forvaltninger har fået et brev                        | share 100 of forvaltninger
Der rejses mindst 1 mio. kr. fra fonde                         | count >= 1000000 kr.
Sponsorater for 250.000 kr.                                    | count 250000 kr.
Højst 1,5 mio. kr. i tilskud                                   | count <= 1500000 kr.
Mindst kr. 50.000 til ungepuljen                               | count >= 50000 kr.
22 timer ugentligt til helhedsplanen                           | count 22 timer a week, hours
Mindst 150 timer til rådgivning                                | count >= 150 timer, hours
5 rekvisitioner gennemført eller i gang                        | count 5 rekvisitioner, requisitions
Der gives mindst 40 rådgivninger                               | count >= 40 rådgivninger, requisitions
Mindst 5 initiativer, hvoraf mindst 1 fremmer beskæftigelse    | count >= 5 initiativer & {count >= 1}
Mindst 5 initiativer, heraf mindst 2 for unge og mindst 1 for ældre | count >= 5 initiativer & {count >= 2} & {count >= 1}
Mindst 1 initiativ fremmer beskæftigelse, hvor mindst 25 borgere kommer i arbejde | count >= 1 initiativ & {count >= 25 borgere}
Mindst 1 initiativ for frivillige i samarbejde med mindst 2 organisationer | count >= 1 initiativ & {count >= 2 organisationer}
Mindst 15 skoleklasser fra skoler, hvor over 40 % er tosprogede | count >= 15 skoleklasser, where > 40%, participants(school_class)
Mindst 3 møder og mindst 50 deltagere                          | all & {count >= 3 møder} & {count >= 50 deltagere, attendance}
Mindst 10 kurser er holdt, og en håndbog er udgivet            | all & {count >= 10 kurser} & {milestone}
60 % af de unge, der har været med mindst 3 gange, er i job    | share 60 of unge, where >= 3
Dobbelt så mange frivillige                                    | count frivillige, relative?
Dobbelt så mange frivillige som i 2010                         | count frivillige, relative?
Antallet af frivillige stiger fra 20 til 30                    | count >= 30 from 20
Andelen, der kender tilbuddet, vokser fra 40 % til 60 %        | share >= 60 from 40
Sygefraværet falder fra 12 til 9 dage                          | count <= 9 dage from 12
Fremmødet stiger med 10 %                                      | -, relative?
Trygheden stiger med mindst 5 procentpoint                     | >=, relative?
10 % flere besøgende                                           | -, relative?
Mindst 30 flere medlemmer end i 2010                           | count >=, relative?
En strategi er vedtaget inden 1. maj                           | milestone, by 30-04-2011
Mindst 20 aftaler er indgået senest den 15. september 2011     | count >= 20 aftaler, by 15-09-2011
Mindst 20 aftaler inden udgangen af juni                       | count >= 20 aftaler, by 30-06-2011
5 nye klubber inden årets udgang                               | count 5 klubber, by 31-12-2011
90 % af henvendelserne besvares inden 14 dage                  | share 90 of henvendelserne
Gennemsnitligt 20 deltagere pr. møde                           | count 20 deltagere by average, attendance
I gennemsnit mindst 25 børn til hver forestilling              | count >= 25 børn by average
Mindst 20 deltagere pr. workshop                               | count >= deltagere, attendance, each?
Der holdes 4 møder om året                                     | count møder, each?
Der holdes møde hver anden uge                                 | -
2 workshopper i 15 klasser                                     | count, several?, several?
2 workshopper i mindst 15 klasser                              | count >= 15 klasser, participants(school_class), several?
30,000 besøgende                                               | count besøgende, attendance, unreadable?
Mindst 1.5 mio. kr.                                            | count >= kr., unreadable?
30 000 gæster                                                  | count 30000 gæster, attendance
Minimum 300 deltagere til afslutningskoncerten den 8. december | count >= 300 deltagere, attendance
Program 2011 indgår i indsats 4 og klub +17                    | -
8. klasserne er med i efteråret 2011                           | -
Mindst 40 unge i alderen 15-25 år får et fritidsjob            | count >= 40 unge
Mindst 12 mænd over 60 år går til træning                      | count >= 12 mænd
At styrke netværk og dialog i boligområdet                     | narrative
Strategi for forankring foreligger                             | milestone
Løbende sparring med projektlederne                            | narrative
Området er kendt for sit fællesskab                            | -
Flere mødes                                                    | -
Mindst to tredjedele af skolerne er med                        | share >= 66.6666 of skolerne, participants(school)
Op til 12 udstillere                                           | count <= 12 udstillere
Ikke færre end 6 debatmøder                                    | count >= 6 debatmøder
Mindst halvanden million                                       | -
Der uddannes mindst 12 nye mentorer                            | count >= 12 mentorer
Mindst 4 ud af 5 familier er fortsat med i forløbet efter et år | share >= 80 of familier
Seks ud af ti ledige                                           | share 60 of ledige
Mindst 90 % fremmøde                                           | share >= 90
Fremmøde på mindst 90 %                                        | share >= 90
Ventetiden er højst 14 dage                                    | count <= 14 dage
Mindst 100 nye medlemmer, hvoraf mindst halvdelen er kvinder   | count >= 100 medlemmer & {share >= 50}
Mindst 200 børn og 100 voksne deltager                         | all & {count >= 200 børn} & {count 100 voksne}
50 børn, 20 unge og 10 ældre                                   | count 50 børn, several?, several?
Der søges om tilskud på mindst 300.000 kr. inden den 1. april 2012 | count >= 300000 kr., by 31-03-2012
Byens Hus har 1.200 faste brugere                              | count 1200 brugere
En ud af fire borgere har hørt om kampagnen                    | share 25 of borgere
Hver 10. borger har hørt om kampagnen                          | -
Mindst 85 % har fået svar inden for 5 hverdage                 | share >= 85
Mindst 3 gange om måneden                                      | count >= gange, each?
Kampagnen når ud til mindst 100.000                            | count >= 100000
Ingen af deltagerne falder fra                                 | -
Der er 0 % frafald                                             | share <= 0
100 % af eleverne                                              | share 100 of eleverne
120 % af budgettet                                             | -
Frafaldet er under 15 %                                        | share < 15
Mindst 3.000-4.000 besøgende                                   | count >= 3000 besøgende, attendance, range?
Omkring halvdelen af eleverne                                  | share 50 of eleverne, rough?
Mindst hver tiende virksomhed melder sig                       | share >= 10 of virksomhed
12½ % af midlerne                                              | -
Mindst tyve tolke er til rådighed                              | count >= 20 tolke
Mindst 1 af de 3 områder                                       | share >= 33.3333 of 3 områder
Til mødet kl. 19 kommer 40 naboer                              | count 40 naboer
Tre møder; to ture; én fest                                    | count 3 møder, several?, several?
Senest 1. juni har 8 ud af 10 skoler svaret                    | share 80 of skoler, participants(school), by 01-06-2011
Mindst 2 møder i hvert af de 6 boligområder                    | count >= møder, each?, several?
Mindst 500 underskrifter indsamlet senest den 1. oktober       | count >= 500 underskrifter, by 01-10-2011
Mindst 1 ud af 4 beboere                                       | share >= 25 of beboere
Mindst 2.500 i gennemsnit pr. måned                            | count >= 2500 by average
Ventelisten nedbringes til højst 30 borgere                    | count <= 30 borgere
Andelen af ledige falder til under 12 %                        | share < 12
Der er afsat 150.000 kr. til projektet, og mindst 5 skoler deltager | all & {count 150000 kr.} & {count >= 5 skoler, participants(school)}
Mindst 30 unge mellem 18 og 25 år                              | count >= 30 unge
Aktiviteten når 3 boligområder                                 | count 3 boligområder
Mindst 75 % af de 12-16-årige kender klubben                   | share >= 75
Stigning på 20 %                                               | -, relative?
Mindst 10 virksomheder og 5 foreninger, hvoraf mindst 2 fra Nørrebro | all & {count >= 10 virksomheder} & {count 5 foreninger, participants(association)} & {count >= 2}
25 % flere piger                                               | -, relative?
Rapporten er offentliggjort ultimo november                    | milestone, by 30-11-2011
To gange årligt holdes borgermøde                              | count gange, each?
Mindst 90 % af pladserne er belagt i 1. kvartal                | share >= 90 of pladserne
Mindst 50.000 følgere på 3 sociale medier                      | count >= 50000 følgere, several?
Mindst 4,2 på en skala fra 1 til 5                             | count >= 4.2
Tilfredsheden er mindst 4 ud af 5                              | -, several?
"""  # noqa: E501
