//! Codes of institutions and states, both ways: card companies, banks, carriers, operators, VANs, states of a trade.
