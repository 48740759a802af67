"""Invented people's names from many languages: lists only, no rule and no chance.

No entry stands for anybody. `RESERVED_SURNAMES` and `RESERVED_GIVEN` are for people who must have
no near rival: each lies at least four edits (letters folded to their base) from every other entry
of its own list, and a reserved surname also from every common one. All entries survive a change of
case and back, so that a name in capitals is the same name.
"""

from __future__ import annotations

_COMMON_SURNAMES = """
García Martínez Rodríguez López Hernández Pérez Sánchez Ramírez Torres Flores Rivera Gómez
Díaz Reyes Cruz Morales Ortiz Gutiérrez Chávez Ramos Ruiz Mendoza Castillo Jiménez Vásquez
Romero Herrera Medina Vargas Castro Guzmán Méndez Fernández Muñoz Garza Soto Vega Delgado Peña
Contreras Sandoval Guerrero Rojas Ortega Núñez Maldonado Ríos Santos Navarro Cabrera Figueroa
Padilla Valdez Zavala Quintero Solís Ibarra Villanueva Zamora Orozco Arroyo Barrera Montoya
Galván Ochoa Lozano Palacios Zúñiga Rosales Tapia Olvera Macías Benítez Carrillo Duarte
Hidalgo Bracamontes Zepeda Ulloa Urrutia Yáñez Xochihua Ixchel Quispe Mamani Huamán Condori
Choque Silva Souza Oliveira Pereira Carvalho Almeida Ferreira Ribeiro Nascimento Barbosa
Teixeira Cavalcanti Magalhães Araújo Nguyen Tran Pham Hoang Phan Vuong Dinh Truong Duong Huynh
Wang Zhang Chen Zhao Huang Zhou Zheng Liang Xiong Tanaka Watanabe Yamamoto Nakamura Kobayashi
Matsumoto Kuroda Takahashi Kimura Hayashi Nakagawa Okamoto Kim Park Choi Jeong Kang Yoon Jang
Hwang Seong Kwon Patel Sharma Singh Gupta Reddy Iyer Kulkarni Agarwal Bhattacharya Rahman
Hossain Ahmed Khan Malik Qureshi Farooqi Jayawardena Gunawardena Thapa Gurung Tamang Maharjan
Santoso Wibowo Kusuma Hidayat Magsaysay Dimaculangan Batungbakal Dumlao Bacani Sombat
Chaiyasit Okafor Eze Nwosu Obi Olatunji Uzodinma Mensah Owusu Boateng Asante Agyeman Osei
Appiah Diallo Traoré Keïta Ndiaye Sow Bâ Cissé Touré Kamara Sesay Koroma Bangura Conteh Weah
Mwangi Kamau Otieno Wanjiru Chebet Mutua Nyambura Okello Mugisha Byaruhanga Habimana Uwimana
Ndayishimiye Tesfaye Bekele Gebremariam Haile Mekonnen Abebe Demissie Warsame Farah Hersi Jama
Nkosi Dlamini Mokoena Khumalo Mthembu Ndlovu Banda Phiri Chanda Mulenga Kabongo Ilunga Mbala
Lumumba Ngoma Ivanov Petrov Popov Volkov Sokolov Lebedev Kozlov Morozov Bondarenko Shevchenko
Kovalenko Tkachenko Kravchenko Melnyk Hrytsenko Zaporozhets Nowak Wiśniewski Szymański
Dąbrowski Jankowski Novák Svoboda Dvořák Kučera Veselý Horák Popescu Ionescu Stoica Horvat
Kovačević Babić Jovanović Petrović Nikolić Stojanović Hadžić Begović Delić Georgiev Todorov
Stoyanov Yordanov Hoxha Shehu Berisha Krasniqi Kelmendi Gjoni Nagy Kovács Szabó Tóth Horváth
Varga Kiss Molnár Németh Farkas Papadopoulos Georgiou Hakobyan Sargsyan Grigoryan Beridze
Kapanadze Lomidze Aliyev Karimov Haddad Khoury Mansour Nasser Saleh Hamdan Barakat Awad Zaidan
Khalil Darwish Tannous Ghanem Hosseini Ahmadi Karimi Rezaei Moradi Jafari Sadeghi Tehrani
Shirazi Kaya Demir Arslan Özdemir Koç Polat Smith Jones Brown Davis Miller Wilson Moore
Anderson White Harris Martin Thompson Walker Robinson Wright Mitchell Roberts Turner
Phillips Parker Edwards Collins Stewart Morris Murphy Cooper Bailey Howard Peterson Sullivan
Fitzgerald O'Brien MacDonald Kavanagh Pritchard Pemberton Cholmondeley Underhill Winterbourne
Ashworth Penhaligon Trevithick Müller Schneider Fischer Weber Schröder Köhler Krüger
Zimmermann Oberhauser Lindqvist Bergström Johansson Nyström Ångström Rasmussen Kristoffersen
Korhonen Mäkinen Rautavaara Rossi Esposito Giordano Dubois Beaumont Archambault Thibodeaux
Jean-Baptiste Toussaint Desmarais Laguerre Dessalines Etienne Begaye Yazzie Tsosie Nakai
Tuiasosopo Leavasa Tupou Fifita Quitugua Taitano Blas Camacho Iglesias Zorrilla Yrigoyen
Etxeberria Puigdemont Ferrer Carbonell Vilanova Eduardovich Kyrylenko Vasilenko Tchaikov
Dostoyan Mkrtchyan El-Baradei
"""

COMMON_SURNAMES = (
    *_COMMON_SURNAMES.split(),
    "de León",
    "de la Cruz",
    "van den Berg",
    "Abu Zayd",
    "Mac Giolla",
    "Von Trauttmansdorff",
    "Ó Súilleabháin",
)
"""Surnames of anybody."""

_RESERVED_SURNAMES = """
González Álvarez Aguilar Salazar Estrada Espinoza Domínguez Acosta Escobar Cervantes Trujillo
Cisneros Bautista Cárdenas Velasco Fuentes Arriaga Tepozteco Chumpitaz Figueiredo Yoshida
Hashimoto Fujiwara Ishikawa Banerjee Chatterjee Mukherjee Krishnan Subramanian Venkatesan
Deshpande Chowdhury Siddiqui Rajapaksa Wickramasinghe Shrestha Setiawan Panganiban Macaraeg
Katigbak Lacsamana Manalastas Rattanakorn Okonkwo Adeyemi Ogunleye Balogun Chukwu Adebayo
Coulibaly Johnson-Sirleaf Odhiambo Kiprotich Tumusiime Woldemichael Tadesse Abdullahi Sithole
Tshisekedi Smirnov Kuznetsov Oliynyk Kowalski Wójcik Kamiński Lewandowski Zieliński
Wojciechowski Procházka Dumitrescu Constantinescu Munteanu Marković Dimitrov Konstantinidis
Angelopoulos Petrosyan Harutyunyan Gelashvili Mammadov Huseynov Rashidov Yusupov Shaheen
Abboud Öztürk Williams Taylor Jackson Campbell Richardson O'Connor O'Shaughnessy McCarthy
Gallagher Brennan Donnelly Llewellyn Gwynne Abernathy Featherstone Hollingsworth Whitlock
Thistlewood Ravenscroft Blackwood Lockhart Hoffmann Schwarzenbach Sørensen Halvorsen
Thorvaldsen Virtanen Jääskeläinen Ricciardelli Montanari Castellanos Bevilacqua Santangelo
Lefèvre Desrosiers Boudreaux Fontenot Guillory Louverture Christophe Pierre-Louis Benally
Manuelito Kealoha Kahananui Kamakawiwo'ole Faleomavaega Vainikolo Goikoetxea Aguirrezabala
Montserrat Zhukovsky Rzhevsky Hovhannisyan Saint-Clair Al-Masri
"""

RESERVED_SURNAMES = (
    *_RESERVED_SURNAMES.split(),
    "de la Torre",
    "del Valle",
    "van der Merwe",
    "ter Braak",
    "Dos Anjos",
    "Le Guen",
    "Ben Yaakov",
    "Bin Rashad",
)
"""Surnames that only people without a near rival bear."""

_RESERVED_GIVEN = """
Miguel Pedro Francisco Ricardo Fernando Roberto Javier Antonio Rafael Andrés Óscar Héctor
Ignacio Esteban Joaquín Guadalupe Carmen Lucía Isabel Gabriela Verónica Patricia Beatriz
Yolanda Marisol Esperanza Dolores Concepción Ximena Xóchitl Citlali Ángela Paloma Soledad
Consuelo Refugio Thiago Vinícius Mateus Beatriz-Helena Juliana Trang Phuong Xiaoming Yuming
Jianhua Meiling Haoran Zixuan Yichen Hiroshi Sakura Takeshi Naoko Daisuke Minjun Seoyeon
Jihoon Dongwook Eunji Priya Deepika Vikram Meenakshi Ravindra Harpreet Jaswinder Zubair
Sanjida Chaminda Nirmala Bishnu Corazon Luzviminda Bayani Jovelyn Rodrigo Somchai Chinedu
Adaeze Oluwaseun Folake Babatunde Yetunde Chiamaka Ifeanyi Akosua Mamadou Aïssatou Ousmane
Fatoumata Ibrahima Sékou Aminata Kipchoge Achieng Njeri Otieno-James Tendai Rutendo Thandiwe
Sipho Nomvula Lerato Mulugeta Selamawit Tigist Abebech Abdi Kwabena Josué-Emmanuel Bernadette
Immaculée Jean-Pierre Marie-Claire Dieudonné Sergei Mikhail Natalia Svetlana Yekaterina Bohdan
Mykola Zoryana Lyudmyla Piotr Krzysztof Małgorzata Agnieszka Zbigniew Stanisław Katarzyna
Wojciech Jadwiga Bartosz Václav Zdeněk Dragana Miloš Borislav Desislava Besnik Shpresa László
Zsuzsanna Eleftheria Stavros Dimitra Anahit Giorgi Rashid Nurlan Aigerim Dilshod Youssef
Mahmoud Khaled Mustafa Zaynab Maryam Shirin Parviz Golnaz Farzaneh Behrouz Mehmet Hüseyin
Gülsüm William Joseph Thomas Christopher Matthew Donald Paul Kenneth Timothy Edward Jeffrey
Jacob Nicholas Jonathan Jennifer Elizabeth Barbara Jessica Margaret Kimberly Ashley Michelle
Melissa Deborah Stephanie Rebecca Cynthia Kathleen Siobhán Niamh Aoife Gwendolyn Rhiannon
Llywelyn Hamish Günther Ingrid Wolfgang Øyvind Eeva Giuseppe Giovanni Alessandro Hélène
Geneviève Jacques Étienne Delphine Evangeline Clotilde Nizhoni Nohealani Chamorita Montse
Atahualpa Wilberforce Persephone Thaddeus Ezekiel Cornelius Philippa Rosamund Winifred Leopold
Archibald
"""

RESERVED_GIVEN = (*_RESERVED_GIVEN.split(),)
"""Given names of anybody, and the only ones of people without a near rival."""

_OTHER_GIVEN = """
María José Juan Luis Carlos Jorge Alejandro Eduardo Manuel Sergio Raúl Ramón Rubén Gerardo
Leticia Rosa Elena Sofía Alejandra Itzel Inés Rocío Nayeli João Paulo Fernanda Larissa Camila
Minh Thanh Huong Linh Quang Khanh Duc Hung Wei Jing Fang Kenji Yuki Haruka Ayumi Kazuo Hyejin
Rajesh Sanjay Anjali Arjun Lakshmi Suresh Kavita Gopal Gurpreet Nisha Bilal Tariq Ayesha
Fatima Yasmin Nadia Imran Farhan Sunita Pemba Agus Dewi Budi Siti Wayan Rizal Malee Anong
Ngozi Emeka Kwame Kofi Abena Yaa Ama Kojo Mariama Wanjiku Makena Jomo Thabo Zanele Dawit Hodan
Ayaan Ifrah Chipo Mwila Ivan Dmitri Aleksandr Nikolai Olga Tatiana Oksana Taras Andriy Tomáš
Jiří Ludmila Ştefan Ioana Mihai Bogdan Zoran Snežana Vesna Goran Penka Arben Drita István
Ágnes Gyula Armen Tigran Hasmik Nino Tamar Leyla Gulnara Timur Ahmad Omar Samira Rania Huda
Layla Karim Hassan Reza Ayşe Emre Zeynep Fatma Serkan James Robert Michael David Richard
Daniel Mark Steven Andrew Joshua Kevin Brian George Ronald Jason Ryan Mary Linda Susan Karen
Sarah Nancy Dorothy Amanda Laura Ciarán Fiona Angus Isla Jürgen Heike Sigrid Björn Åsa Søren
Freja Jukka Pekka Francesca Chiara Renée François Thérèse Remy Ahiga Kai Leilani Keanu Sione
Mele Tavita Lupe Taufa Iñaki Ainhoa Jordi Nahuel Barnaby Octavia
"""

OTHER_GIVEN = (*_OTHER_GIVEN.split(),)
"""Further given names of anybody."""

COMMON_GIVEN = (*RESERVED_GIVEN, *OTHER_GIVEN)
"""Given names of anybody."""
