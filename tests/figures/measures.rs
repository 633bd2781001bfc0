//! What may be done with a column over time.
use std::collections::BTreeSet;

use kiosque::assemble::figures::inquiry::Inquiry;
use kiosque::assemble::figures::measures;
use kiosque::assemble::figures::measures::Gaps;
use kiosque::assemble::figures::measures::Request;
use kiosque::assemble::figures::measures::Sum;
use kiosque::assemble::figures::measures::breaks;
use kiosque::assemble::figures::measures::course::Course;
use kiosque::assemble::figures::measures::exact::Reading;
use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::path::SitePath;
use kiosque::base::period::Step;
use kiosque::base::span::Span;
use kiosque::model::declaration::Break;
use kiosque::model::declaration::Declaration;
use kiosque::model::declaration::Declared;
use kiosque::model::figure::Extent;
use kiosque::model::table::DataSet;
use kiosque::model::table::DataSets;
use kiosque::model::value::Number;

use crate::support::*;

struct Ask<'a> {
    step: Option<Step>,
    sum: Sum,
    gaps: Gaps,
    today: &'a str,
}

const PLAIN: Ask = Ask { step: None, sum: Sum::None, gaps: Gaps::Kept, today: "2024-08-12" };

fn courses(set: &DataSet, names: &[&str], ask: &Ask) -> Result<Vec<Course>, Vec<String>> {
    let (path, data) = (SitePath::new("content/stats.md"), DataSets::default());
    let span = Span::top(&path);
    let mut diagnostics = Diagnostics::default();
    let columns: Vec<usize> = names.iter().map(|name| set.column(name).unwrap()).collect();
    let rows: Vec<usize> = (0..set.table.rows()).collect();
    let mut inquiry = Inquiry {
        path: &path,
        span: &span,
        data: &data,
        today: day(ask.today),
        diagnostics: &mut diagnostics,
        reads: BTreeSet::new(),
    };
    let request = Request {
        set,
        x: 0,
        columns: &columns,
        rows: &rows,
        step: ask.step,
        sum: ask.sum,
        gaps: ask.gaps,
        at: &span,
    };
    measures::courses(&mut inquiry, &request).ok_or_else(|| told(&diagnostics))
}

/// `2024-07 3120`, with `~` before what is partial.
fn shown(course: &Course) -> Vec<String> {
    let moment = |moment: &measures::course::Moment| {
        let partial = if moment.extent == Extent::Partial { "~" } else { "" };
        let value = match moment.reading {
            Reading::Known(exact) => exact.number().get().to_string(),
            Reading::Missing => "–".into(),
            Reading::Secret => "secret".into(),
        };
        format!("{partial}{} {value}", moment.period.key())
    };
    course.moments.iter().map(moment).collect()
}

const DAYS: &str = "jour,visites,actifs,taux,rebonds,stock\n2024-06-01,10,5,50,5,100\n2024-06-30,20,6,25,5,101\n2024-07-01,30,7,10,3,102\n2024-07-31,40,8,20,8,\n";

fn days(step: Step) -> Ask<'static> {
    Ask { step: Some(step), gaps: Gaps::Zero, ..PLAIN }
}

#[test]
fn the_current_month_is_partial_and_july_is_the_latest_whole_one() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/csv-samples/68-partial-current-month.csv");
    let Ok(csv) = std::fs::read_to_string(file) else {
        println!("skipped: {file} is not there");
        return;
    };
    for (nature, partial) in
        [("flux", true), ("uniques", true), ("", true), ("stock", false), ("cumul", false)]
    {
        let csv =
            if nature == "cumul" { csv.replace("3120", "6000").replace("1240", "7000") } else { csv.clone() };
        let set = declare("d", &csv, columns(vec![declared("visites", nature)]));
        let course = &courses(&set, &["visites"], &PLAIN).unwrap()[0];
        assert_eq!(shown(course)[3].starts_with('~'), partial, "{nature}");
        let latest = course.latest().unwrap();
        assert_eq!(latest.period.key(), if partial { "2024-07" } else { "2024-08" });
        let before = course.previous(latest.period).unwrap();
        assert_eq!(before.period.key(), if partial { "2024-06" } else { "2024-07" });
        assert!(course.year_before(latest.period).is_none());
    }
    let set = declare("d", &csv, Declaration { as_of: Some(day("2024-07-15")), ..Declaration::default() });
    let course = &courses(&set, &["visites"], &Ask { today: "2025-01-01", ..PLAIN }).unwrap()[0];
    assert_eq!(course.latest().unwrap().period.key(), "2024-06");
}

#[test]
fn each_nature_has_its_own_longer_step() {
    let ratio = |parts: bool| Declared {
        unit: Some("%".into()),
        parts: parts.then(|| ("rebonds".into(), "visites".into())),
        ..declared("taux", "ratio")
    };
    let natures = |parts| {
        let actifs = declared("actifs", "uniques");
        columns(vec![declared("visites", "flux"), actifs, ratio(parts), declared("stock", "stock")])
    };
    let set = declare("d", DAYS, natures(true));
    let month = courses(&set, &["visites", "taux", "stock"], &days(Step::Month)).unwrap();
    assert_eq!(shown(&month[0]), ["2024-06 30", "2024-07 70"]);
    assert_eq!(shown(&month[1]), ["2024-06 33.333333333333", "2024-07 15.714285714286"]);
    // A stock that is not known on the last day keeps its last known value; here zeros were asked for.
    assert_eq!(shown(&month[2]), ["2024-06 101", "2024-07 0"]);
    let ask = Ask { gaps: Gaps::Kept, ..days(Step::Month) };
    let gaps = courses(&set, &["visites", "stock"], &ask).unwrap();
    assert_eq!(shown(&gaps[0]), ["~2024-06 30", "~2024-07 70"]);
    assert_eq!(shown(&gaps[1]), ["2024-06 101", "2024-07 102"]);
    let fault = |set: &DataSet, name: &str, step| courses(set, &[name], &days(step)).unwrap_err();
    assert_eq!(
        fault(&set, "actifs", Step::Week),
        [
            "somme-trompeuse « actifs » compte des personnes ou des choses distinctes : on ne peut pas additionner les jours"
        ]
    );
    let set = declare("d", DAYS, natures(false));
    assert_eq!(
        fault(&set, "taux", Step::Month),
        ["moyenne-trompeuse « taux » est un ratio : la moyenne des jours ne serait pas celle de la période"]
    );
    assert_eq!(
        fault(&set, "rebonds", Step::Month),
        ["calcul-trompeur rien ne dit si « rebonds » s'additionne d'une période à l'autre"]
    );
    let weeks = declare("d", "s,v\n2024-W05,1\n2024-W06,2\n", columns(vec![declared("v", "flux")]));
    assert_eq!(
        fault(&weeks, "v", Step::Month),
        ["graphique-valeur des semaines ne se regroupent pas en mois"]
    );
    assert_eq!(
        fault(&weeks, "v", Step::Day),
        ["graphique-valeur des semaines ne se regroupent pas en jours"]
    );
}

#[test]
fn running_totals_add_flows_from_their_start() {
    let csv = "mois,cartes,stock\n2024-01,0.1,1\n2024-02,0.2,2\n2024-03,,3\n2024-04,0.3,4\n";
    let set = declare("d", csv, columns(vec![declared("cartes", "flux"), declared("stock", "stock")]));
    let start = measures::exact::Exact::of_number(Number::from(118));
    let sum = |sum| Ask { sum, ..PLAIN };
    let course = &courses(&set, &["cartes"], &sum(Sum::Running(start))).unwrap()[0];
    assert_eq!(shown(course), ["2024-01 118.1", "2024-02 118.3", "2024-03 –", "2024-04 118.6"]);
    assert_eq!(
        courses(&set, &["stock"], &sum(Sum::Running(None))).unwrap_err(),
        ["cumul-impossible « cumul » n'additionne que des flux : « stock » est un stock"]
    );
}

#[test]
fn a_running_total_may_not_fall_unless_it_starts_again() {
    let csv = "jour,cartes\n2024-01-01,900\n2024-01-02,915\n2024-01-03,12\n2024-01-04,30\n";
    let set = declare("d", csv, columns(vec![declared("cartes", "cumul")]));
    assert_eq!(
        courses(&set, &["cartes"], &PLAIN).unwrap_err(),
        ["4:2 cumul-en-baisse colonne « cartes » : 12 après 915 (ligne 3), or un cumul ne baisse pas"]
    );
    let reset = Declared { resets: vec![day("2024-01-03")], ..declared("cartes", "cumul") };
    let set = declare("d", csv, columns(vec![reset]));
    let course = &courses(&set, &["cartes"], &PLAIN).unwrap()[0];
    let breaks = breaks::of(&set, &[1]);
    assert_eq!(breaks::after(&breaks, course), [false, false, true, false]);
    assert!(breaks::between(&breaks, course.moments[1].period, course.moments[2].period));
    assert!(!breaks::between(&breaks, course.moments[2].period, course.moments[3].period));
    assert_eq!(breaks, [Break { date: day("2024-01-03"), text: Some("remise à zéro".into()) }]);
}

#[test]
fn one_period_in_two_rows_is_told_with_both() {
    let set = declare("d", "j,v\n2024-01-02,12\n2024-01-01,3\n2024-01-02,14\n", Declaration::default());
    assert_eq!(
        courses(&set, &["v"], &PLAIN).unwrap_err(),
        ["4:1 periode-en-double « 2024-01-02 » figure deux fois (lignes 2 et 4) avec « 12 » puis « 14 »"]
    );
    let set = declare("d", "j,v\n2024-01-02,12\n2024-01-02,12\n", Declaration::default());
    assert_eq!(shown(&courses(&set, &["v"], &PLAIN).unwrap()[0]), ["2024-01-02 12"]);
}

#[test]
fn small_counts_are_secret_and_no_total_gives_them_away() {
    let secrecy = Some(Number::from(11));
    let csv = "mois,v,part\n2024-01,20,5 %\n2024-02,3,6 %\n2024-03,40,7 %\n";
    let declaration = Declaration { secrecy, ..columns(vec![declared("v", "flux")]) };
    let set = declare("d", csv, declaration);
    let both = courses(&set, &["v", "part"], &PLAIN).unwrap();
    assert_eq!(shown(&both[0]), ["2024-01 20", "2024-02 secret", "2024-03 40"]);
    assert_eq!(shown(&both[1]), ["2024-01 5", "2024-02 6", "2024-03 7"]);
    let sum = courses(&set, &["v"], &Ask { sum: Sum::Running(None), ..PLAIN }).unwrap();
    assert_eq!(shown(&sum[0]), ["2024-01 20", "2024-02 secret", "2024-03 63"]);
    let quarter = courses(&set, &["v"], &Ask { step: Some(Step::Quarter), ..PLAIN }).unwrap();
    assert_eq!(shown(&quarter[0]), ["2024-Q1 63"]);
}
