//! Counts the variables of the four guides against the rows of the field table: none may be missing.

mod compare;
mod guides;
mod inventory;

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::{
    codegen::{FIELDS, fields::table},
    workspace::Workspace,
};

use compare::{compare, figures};

/// Where the variables of the guides' tables are listed, as they are printed.
const INVENTORY: &str = "crates/kcp-services/data/guide_variables.tsv";

/// Compares the rows with the inventory and prints the figures.
pub(crate) fn count(workspace: &Workspace) -> Result<()> {
    let variables = inventory::read(&workspace.read(INVENTORY)?)?;
    let text = workspace.read(FIELDS)?;
    let rows = table(&text)?;
    let faults = compare(&variables, &rows);
    print!("{}", figures(&variables, &rows));
    for fault in &faults {
        println!("fault: {fault}");
    }
    if !faults.is_empty() {
        bail!("{} variables of the guides have no row, or another one", faults.len());
    }
    Ok(())
}

/// Writes the inventory from the guides' own texts, which lie in `folder`.
pub(crate) fn list(workspace: &Workspace, folder: &Path) -> Result<()> {
    let printed = guides::read(folder)?;
    std::fs::write(workspace.path(INVENTORY), inventory::render(&printed)).context(INVENTORY)?;
    println!("fields: wrote {INVENTORY} with {} variables", printed.len());
    Ok(())
}

/// Reads the variables out of the guides' own texts, which lie in `folder`, and compares the inventory with them.
pub(crate) fn extract(workspace: &Workspace, folder: &Path) -> Result<()> {
    let printed = guides::read(folder)?;
    let listed = workspace.read(INVENTORY)?;
    if inventory::render(&printed) != listed {
        let found = inventory::render(&printed);
        for line in found.lines().filter(|line| !listed.lines().any(|known| known == *line)) {
            println!("only in the guides: {line}");
        }
        for line in listed.lines().filter(|line| !found.lines().any(|known| known == *line)) {
            println!("only in the inventory: {line}");
        }
        bail!("{INVENTORY} is not what the guides print");
    }
    println!("fields: {INVENTORY} lists the {} variables that the guides print", printed.len());
    count(workspace)
}
