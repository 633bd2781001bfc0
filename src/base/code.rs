//! What can be wrong, each with a name that people and scripts may count on.

/// What can be wrong, each with its stable name: `Code::ALL` is read by a test
/// that wants a faulty site for each.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident => $name:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name that people and scripts see.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Of mails and nothing else.
            pub fn is_of_letters(self) -> bool {
                self.name().starts_with("courriel-")
            }
        }
    };
}

codes! {
    /// The file could not be read from the disk.
    FileUnreadable => "fichier-illisible",
    /// Text that is neither UTF-8 nor declared otherwise.
    NotUtf8 => "pas-utf8",
    /// A source over the limit of what one source may weigh.
    FileTooLarge => "fichier-trop-lourd",
    /// `---` opened and never closed.
    FrontMatterOpen => "en-tete-ouvert",
    /// YAML that cannot be read.
    YamlSyntax => "yaml-illisible",
    /// The same key twice in one mapping.
    YamlDuplicate => "cle-en-double",
    /// A required field is absent or empty.
    FieldMissing => "champ-obligatoire",
    /// A field holds another type than its kind says.
    FieldType => "champ-type",
    /// A date that does not exist or is written in another way.
    DateInvalid => "date-invalide",
    /// A value outside the list that the kind gives.
    ValueUnknown => "valeur-inconnue",
    /// A key that the kind does not declare.
    FieldUnknown => "champ-inconnu",
    /// A reference to an entry that does not exist.
    ReferenceUnknown => "reference-inconnue",
    /// A key of `_kind.yaml` or `theme.yaml` that means nothing.
    SettingUnknown => "cle-inconnue",
    /// A setting with the wrong type or an impossible value.
    SettingInvalid => "reglage-invalide",
    /// A page of the theme lacks something that the site should say of itself.
    FactMissing => "information-manquante",
    /// Something that the site says of itself is no longer true, or will soon not be.
    FactExpired => "information-perimee",
    /// Words that hold the place of others, left where readers see them.
    Placeholder => "texte-provisoire",
    /// Two sources want one address.
    RouteTaken => "adresse-prise",
    /// An address that no file could have.
    RouteInvalid => "adresse-impossible",
    /// Two old addresses for one page, or an old address that is still in use.
    RedirectTaken => "redirection-prise",
    /// An address that was published once, and that nothing answers any more.
    AddressLost => "adresse-disparue",
    /// The memory of what was published cannot be read.
    AddressesUnreadable => "adresses-illisibles",
    /// A symbolic link that leads out of the site.
    LinkOutside => "lien-hors-site",
    /// A link to a source or page that does not exist.
    LinkBroken => "lien-casse",
    /// A link to a heading that the page does not have.
    AnchorBroken => "ancre-cassee",
    /// An image or attached file that does not exist.
    FileMissing => "fichier-absent",
    /// A link with no address at all.
    LinkEmpty => "lien-vide",
    /// A link that shows no words (RGAA 6.2).
    LinkWordless => "lien-sans-mots",
    /// A link whose words say nothing once read alone (RGAA 6.1).
    LinkVague => "lien-vague",
    /// An address that no program could open as it is written.
    AddressDoubtful => "adresse-douteuse",
    /// A heading more than one level below the one before it (RGAA 9.1).
    HeadingJump => "titre-saute",
    /// An image that says nothing to those who do not see it (RGAA 1.1).
    ImageUntold => "image-sans-mots",
    /// A table whose columns have no name (RGAA 5.6).
    TableHeadless => "tableau-sans-entete",
    /// A frame in raw HTML without a title (RGAA 2.1).
    FrameUntitled => "cadre-sans-titre",
    /// An image that cannot be read as one.
    ImageBroken => "image-illisible",
    /// An image that may say where it was taken, and by whom.
    ImageTells => "image-bavarde",
    /// An image of another format than its name says.
    ImageMisnamed => "image-mal-nommee",
    /// An image of more pixels than can be worked on.
    ImageHuge => "image-trop-grande",
    /// A drawing that could act, or that calls elsewhere.
    SvgActive => "svg-actif",
    /// A directive that was opened and never closed, or closed too often.
    DirectiveOpen => "bloc-ouvert",
    /// A directive that no template of the theme draws.
    DirectiveUnknown => "bloc-inconnu",
    /// An attribute of a directive that cannot be read, or that it does not take.
    DirectiveAttributes => "bloc-attributs",
    /// A directive without the label, the text or the attribute that it needs.
    DirectiveLacks => "bloc-incomplet",
    /// A directive outside of the one of which it is a part.
    DirectiveMisplaced => "bloc-mal-place",
    /// Nesting deeper than the reader follows.
    TooDeep => "trop-profond",
    /// A template that the plan needs and the theme lacks.
    TemplateMissing => "gabarit-absent",
    /// A template that cannot be compiled or rendered.
    TemplateFault => "gabarit-fautif",
    /// Something that a template loads and that the site's policy forbids.
    PolicyRefuses => "politique-refuse",
    /// The theme named in the configuration does not exist.
    ThemeMissing => "theme-absent",
    /// A theme on a host that it is not for.
    ThemeReserved => "theme-reserve",
    /// The configuration file does not exist.
    ConfigMissing => "configuration-absente",
    /// A data file that is empty.
    DataEmpty => "donnees-vides",
    /// A row with more or fewer cells than the header.
    DataRagged => "ligne-irreguliere",
    /// A column name given twice.
    DataHeader => "entete-csv",
    /// A cell that is not what its column says.
    DataCell => "cellule-invalide",
    /// An hour that no clock showed.
    TimeImpossible => "heure-impossible",
    /// An hour that clocks showed twice.
    TimeTwice => "heure-double",
    /// As many rows as exporters give at most.
    ExportCut => "export-tronque",
    /// A number that can be read in two ways.
    NumberDoubtful => "nombre-douteux",
    /// A data file that weighs on everybody who clones the site.
    DataHeavy => "donnees-lourdes",
    /// Something that is not a table at all (web page, archive, error message).
    DataNotTable => "pas-un-tableau",
    /// A data set that no file of `data/` gives.
    DataUnknown => "jeu-inconnu",
    /// A column that the data set does not have.
    ColumnUnknown => "colonne-inconnue",
    /// A key of a chart block that means nothing.
    ChartKey => "graphique-cle",
    /// A value of a chart block that cannot be used.
    ChartValue => "graphique-valeur",
    /// A figure that would mislead: a sum or an average that means nothing.
    ChartMisleading => "calcul-trompeur",
    /// Figures older than their declaration allows.
    DataStale => "donnees-perimees",
    /// A command that fetches figures did not give any the last time.
    LoaderFailed => "source-en-echec",
    /// A command that fetches figures has not run for too long.
    LoaderLate => "source-en-retard",
    /// Fewer figures than when they were last fetched.
    DataShrunk => "donnees-en-baisse",
    /// Other columns than when the file was last fetched.
    DataDrifted => "colonnes-changees",
    /// One figure that two files give with different values.
    MetricContradicted => "valeurs-contraires",
    /// A figure set against another that is not counted over as long a time.
    SpansUnequal => "comparaison-inegale",
    /// A change from so few that a percentage would say nothing.
    FewCounted => "petit-nombre",
    /// A period that is not over, told apart from the others.
    PeriodOpen => "periode-incomplete",
    /// Two rows for one period.
    PeriodTwice => "periode-en-double",
    /// A sum over time of what does not add up over time.
    SumMisleading => "somme-trompeuse",
    /// A mean of ratios whose parts are unknown.
    MeanMisleading => "moyenne-trompeuse",
    /// A percentage of nobody knows what.
    BaseMissing => "base-absente",
    /// What is missing is shown as zero, at its author's word.
    GapsZero => "manquant-zero",
    /// A running total that falls.
    RunningFalls => "cumul-en-baisse",
    /// A running total of what is not a flow.
    RunningImpossible => "cumul-impossible",
    /// Shares of answers that do not exclude each other, drawn as parts of a whole.
    AnswersSeveral => "reponses-multiples",
    /// Counts of too few people, masked.
    Secrecy => "secret-statistique",
    /// Bars that do not start at zero.
    AxisCut => "axe-tronque",
    /// Raw HTML that no mail can show.
    LetterMarkup => "courriel-html",
    /// A style of the theme's mail that mail programs do not take.
    LetterStyle => "courriel-style",
    /// A letter said to be sent from elsewhere and written here.
    LetterTwice => "courriel-double",
    /// Who sends letters is not said, or cannot be written to.
    LetterSender => "courriel-expediteur",
    /// No way to leave, or one that does not work.
    LetterLeave => "courriel-desabonnement",
    /// A subject that is cut, shouted or broken.
    LetterSubject => "courriel-objet",
    /// What mail programs show after the subject is missing, too short or cut.
    LetterPreheader => "courriel-accroche",
    /// An image that mail programs do not show, or that says nothing when it is not shown.
    LetterImage => "courriel-image",
    /// Something that tells who has read, or clicked.
    LetterTracking => "courriel-pistage",
    /// More than mail programs show without cutting.
    LetterHeavy => "courriel-lourd",
    /// Words of the text that a body of the mail lacks.
    LetterWords => "courriel-mots",
    /// Something that a sending tool would replace, and that nobody meant so.
    LetterToken => "courriel-jeton",
    /// Markup that mail programs drop, or that cannot be read aloud.
    LetterStructure => "courriel-structure",
    /// Words that can hardly be told from what is behind them.
    LetterContrast => "courriel-contraste",
}
