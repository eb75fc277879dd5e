use proptest::prelude::*;

use super::{Caption, Counts, Meeting, Picture, Shape, Way, bars, columns, matrix};
use crate::permalink::{BaseUrl, SitePath};

fn caption() -> Caption {
    let text = str::to_owned;
    Caption { title: text("题"), description: text("述"), rows: text("年"), sum: text("合计") }
}

fn ways() -> [Way; 3] {
    ["甲占优", "不分", "乙占优"].map(|name| Way { name: name.to_owned(), class: name.to_owned() })
}

fn counted(all: &[[usize; 3]]) -> Vec<Counts> {
    let counts = |(place, ways): (usize, &[usize; 3])| Counts {
        label: format!("{}", 2000 + place),
        short: format!("’{place:02}"),
        href: None,
        ways: ways.map(|count| (count, None)),
    };
    all.iter().enumerate().map(counts).collect()
}

/// Returns the cells of a picture's table, the sums left out.
fn figures(picture: &Picture) -> Vec<[usize; 3]> {
    let figure = |text: &str| text.parse().expect("a number");
    let rows = picture.table.rows.iter();
    rows.map(|row| [0, 1, 2].map(|way| figure(&row.cells[way].text))).collect()
}

/// Returns what the shape of one way of one row says and how large it is.
fn shape(picture: &Picture, row: usize, way: usize) -> Option<&Shape> {
    let begins = format!("{} · {}：", picture.table.rows[row].label, ways()[way].name);
    picture.shapes.iter().find(|one| one.says.starts_with(&begins))
}

proptest! {
    #[test]
    fn shapes_are_as_large_as_the_figures_of_the_table(
        all in prop::collection::vec(prop::array::uniform3(0..400_usize), 1..30),
    ) {
        let counts = counted(&all);
        let size_of = |picture: &Picture, one: &Shape| match picture.kind {
            "columns" => one.height,
            _ => one.width,
        };
        for picture in [columns(caption(), &ways(), &counts), bars(caption(), &ways(), &counts)] {
            prop_assert_eq!(&figures(&picture), &all);
            let most = all.iter().flatten().max().copied().unwrap_or_default();
            let largest = picture.shapes.iter().map(|one| size_of(&picture, one)).fold(0.0, f64::max);
            for (row, counts) in all.iter().enumerate() {
                for (way, count) in counts.iter().enumerate() {
                    let shape = shape(&picture, row, way);
                    prop_assert_eq!(shape.is_some(), *count > 0);
                    if let Some(shape) = shape {
                        let ends = format!("：{count}");
                        prop_assert!(shape.says.ends_with(&ends));
                        let expected = largest * *count as f64 / most as f64;
                        // Lengths are to a tenth, the largest too, and none is nothing.
                        prop_assert!((size_of(&picture, shape) - expected).abs() <= 0.16);
                    }
                }
            }
            for one in &picture.shapes {
                let inside = one.x >= 0.0 && one.x + one.width <= picture.width + 0.2
                    && one.y >= 0.0 && one.y + one.height <= picture.height;
                prop_assert!(inside, "{:?} of {} x {}", one, picture.width, picture.height);
            }
        }
    }
}

#[test]
fn a_square_is_as_large_as_its_cell_says_and_cut_by_the_shares() {
    let link = BaseUrl::default().link(&SitePath::page(&["x"]));
    let meeting = |row, column, ways| Meeting {
        row,
        column,
        ways,
        href: link.clone(),
        says: format!("{row}-{column}"),
    };
    let names = ["甲", "乙", "丙"].map(|name| (name.to_owned(), link.clone()));
    let meetings = [meeting(0, 1, [12, 2, 2]), meeting(1, 0, [2, 2, 12]), meeting(0, 2, [0, 4, 0])];
    let picture = matrix(caption(), &ways(), &names, &meetings);
    let side = |says: &str| -> (f64, f64) {
        let shapes = picture.shapes.iter().filter(|one| one.says == says);
        let heights: Vec<f64> = shapes.clone().map(|one| one.height).collect();
        (heights[0], shapes.map(|one| one.width).sum())
    };
    assert_eq!(side("0-1"), (32.0, 32.0));
    assert_eq!(side("0-2"), (16.0, 16.0), "a quarter of the comparisons, a quarter of the area");
    let widths: Vec<f64> = picture.shapes.iter().take(3).map(|one| one.width).collect();
    assert_eq!(widths, [24.0, 4.0, 4.0]);
    let cells: Vec<&str> =
        picture.table.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(cells, ["", "16 (12:2)", "4 (0:0)"]);
    assert_eq!(picture.table.rows[1].cells[0].text, "16 (2:12)");
}
