//! Takes the codec alone: writes an order's fields, reads an answer, and is told where a value does not fit.

use kcp_codec::{Charset, FieldError, Fields, Name, OrderId, Separator, Text, TransactionId, Won};

const AMOUNT: Name = Name::from_static("amount");
const GOODS: Name = Name::from_static("good_name");

fn main() -> Result<(), FieldError> {
    let order = Fields::new()
        .with(OrderId::NAME, &OrderId::parse("TEST-1")?)
        .with(Name::from_static("good_mny"), &Won::new(1_004)?)
        .with(GOODS, &Text::<100>::new(GOODS, Charset::Ksx1001, "운동화")?);
    let mut wire = Vec::new();
    order.write(Separator::Unit, &mut wire);
    assert_eq!(
        wire,
        b"ordr_idxx=TEST-1\x1fgood_mny=1004\x1fgood_name=\xbf\xee\xb5\xbf\xc8\xad\x1f"
    );

    let answer =
        Fields::read(b"res_cd=0000\x1ftno=20261121000001\x1famount=1004\x1f", Separator::Unit)?;
    let tno: TransactionId = answer.required(Name::from_static("tno"))?;
    let amount: Won = answer.required(AMOUNT)?;
    assert_eq!((tno.as_str(), amount.get()), ("20261121000001", 1_004));

    let Err(error) = Text::<100>::new(GOODS, Charset::Ksx1001, "사과, 배") else {
        panic!("a comma would cut the group short")
    };
    assert_eq!(error.field(), GOODS);
    println!("codec: {} bytes of order, transaction {tno}, {error}", wire.len());
    Ok(())
}
