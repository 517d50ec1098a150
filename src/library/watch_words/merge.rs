//! Merging two versions of a list of watch words: groups that are missing are added, and nothing is replaced.

/// Adds to `list` the groups of `other` that stand neither in it nor in `base`; returns how many.
///
/// Groups are compared as they are written, so that a group that was edited is kept beside the old one. `base` is the version
/// from which both lists come, if there is one: a group of it that `list` lacks was removed on purpose.
pub fn add_missing_groups(list: &mut String, other: &str, base: &str) -> usize {
    let mut known = groups(list);
    known.extend(groups(base));
    let missing = groups(other).into_iter();
    let missing: Vec<String> = missing.filter(|group| !known.contains(group)).collect();
    for group in &missing {
        if !list.is_empty() {
            *list = format!("{}\n\n", list.trim_end());
        }
        list.push_str(group);
        list.push('\n');
    }
    missing.len()
}

/// Returns the groups of a list of watch words, which blank lines divide.
fn groups(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let groups = text
        .split("\n\n")
        .map(|group| group.trim_matches('\n').to_owned());
    groups.filter(|group| !group.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::add_missing_groups;

    #[test]
    fn missing_groups_are_added_and_nothing_is_replaced() {
        let mut list = "潮水\n".to_owned();
        let added = add_missing_groups(&mut list, "[档案]\r\n档案|古籍\r\n\r\n潮水\r\n", "");
        assert_eq!((added, list.as_str()), (1, "潮水\n\n[档案]\n档案|古籍\n"));
        let mut empty = String::new();
        assert_eq!(add_missing_groups(&mut empty, &list, ""), 2);
        assert_eq!(empty, list);
    }

    #[test]
    fn a_group_that_was_removed_stays_removed() {
        let mut list = "甲".to_owned();
        assert_eq!(
            add_missing_groups(&mut list, "甲\n\n乙\n\n丙", "甲\n\n乙"),
            1
        );
        assert_eq!(list, "甲\n\n丙\n");
    }
}
