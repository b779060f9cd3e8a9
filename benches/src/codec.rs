//! `kcp-codec`: reading an answer, writing a request, Korean text, ENC2.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use kcp_codec::{
    Charset, Fields, Group, Groups, Name, Separator,
    enc2::{self, Table},
};

/// Every group of this module.
pub fn all(criterion: &mut Criterion) {
    read_answer(criterion);
    read_groups(criterion);
    write_groups(criterion);
    encode_text(criterion);
    decode_text(criterion);
    enc2(criterion);
}

/// An answer of forty fields: framing alone, and framing with every value as text.
pub fn read_answer(criterion: &mut Criterion) {
    let wire = euc_kr(CARD_ANSWER);
    let mut group = criterion.benchmark_group("codec/read_answer");
    group.throughput(bytes(&wire));
    group.bench_function("fields", |bench| {
        bench.iter(|| Fields::read(black_box(&wire), Separator::Unit));
    });
    group.bench_function("fields_and_text", |bench| {
        bench.iter(|| text_of_all(black_box(&wire)));
    });
    group.finish();
}

/// The five groups of a request, as a merchant's module writes them.
pub fn read_groups(criterion: &mut Criterion) {
    let wire = euc_kr(REQUEST);
    let mut group = criterion.benchmark_group("codec/read_groups");
    group.throughput(bytes(&wire));
    group.bench_function("all_five", |bench| bench.iter(|| Groups::read(black_box(&wire))));
    group.finish();
}

/// The same request from fields that are set already.
pub fn write_groups(criterion: &mut Criterion) {
    let wire = euc_kr(REQUEST);
    let groups = Groups::read(&wire).unwrap_or_default();
    let mut out = Vec::with_capacity(wire.len());
    let mut group = criterion.benchmark_group("codec/write_groups");
    group.throughput(bytes(&wire));
    group.bench_function("all_five", |bench| {
        bench.iter(|| {
            out.clear();
            black_box(&groups).to_groups().iter().for_each(|group| Group::write(group, &mut out));
            out.len()
        });
    });
    group.finish();
}

/// Korean text to EUC-KR: a product name and a page of text, in both charsets.
pub fn encode_text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("codec/encode_text");
    for text in [PRODUCT.to_owned(), PRODUCT.repeat(100)] {
        group.throughput(bytes(text.as_bytes()));
        for (name, charset) in CHARSETS {
            group.bench_with_input(BenchmarkId::new(name, text.len()), &text, |bench, text| {
                bench.iter(|| charset.encode(GOOD_NAME, black_box(text)));
            });
        }
    }
    group.finish();
}

/// EUC-KR to text, the same two lengths.
pub fn decode_text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("codec/decode_text");
    for wire in [euc_kr(PRODUCT), euc_kr(PRODUCT).repeat(100)] {
        group.throughput(bytes(&wire));
        for (name, charset) in CHARSETS {
            group.bench_with_input(BenchmarkId::new(name, wire.len()), &wire, |bench, wire| {
                bench.iter(|| charset.decode(GOOD_NAME, black_box(wire)));
            });
        }
    }
    group.finish();
}

/// ENC2 of a key envelope and of the longest body the vendor's module takes.
pub fn enc2(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("codec/enc2");
    for data in [vec![0x5a; ENVELOPE_LEN], vec![0x5a; 16 * 1024]] {
        let text = enc2::encode(Table::pick(0), &data);
        group.throughput(bytes(&data));
        group.bench_with_input(BenchmarkId::new("encode", data.len()), &data, |bench, data| {
            bench.iter(|| enc2::encode(Table::pick(0), black_box(data)));
        });
        group.bench_with_input(BenchmarkId::new("decode", data.len()), &text, |bench, text| {
            bench.iter(|| enc2::decode(black_box(text)));
        });
    }
    group.finish();
}

fn text_of_all(wire: &[u8]) -> usize {
    let fields = Fields::read(wire, Separator::Unit).unwrap_or_default();
    let text = |(name, _)| fields.text(name, Charset::Cp949).ok().flatten();
    fields.iter().filter_map(text).map(|text| text.len()).sum()
}

/// The text as it goes over the wire; empty if it cannot, which a test below rules out.
fn euc_kr(text: &str) -> Vec<u8> {
    Charset::Ksx1001.encode(GOOD_NAME, text).unwrap_or_default()
}

fn bytes(data: &[u8]) -> Throughput {
    Throughput::Bytes(u64::try_from(data.len()).unwrap_or(u64::MAX))
}

const GOOD_NAME: Name = Name::from_static("good_name");

const CHARSETS: [(&str, Charset); 2] = [("ksx1001", Charset::Ksx1001), ("cp949", Charset::Cp949)];

/// `enc_info` under a key of 1024 bits, before ENC2.
const ENVELOPE_LEN: usize = 151;

const PRODUCT: &str = "유기농 제주 감귤 5kg (선물용) 외 2건 ";

/// A card approval with the field names of the test gateway's answer and of its later additions.
const CARD_ANSWER: &str = "res_cd=0000\x1fres_msg=정상처리\x1fpay_method=PACA\x1forder_no=TEST20261121000001\x1f\
    res_en_msg=processing completed\x1fcard_cd=CCLG\x1fcard_name=신한카드\x1facqu_cd=CCLG\x1facqu_name=신한카드\x1f\
    card_no=000000******0000\x1fmcht_taxno=0000000000\x1fmall_taxno=0000000000\x1fca_order_id=TEST20261121000001\x1f\
    tno=20261121000001\x1famount=10000\x1fcard_mny=8000\x1fcoupon_mny=2000\x1fescw_yn=N\x1fvan_cd=VNKC\x1f\
    app_time=20261121223000\x1fvan_apptime=20261121223000\x1fapp_no=00000000\x1fbizx_numb=0000000000\x1fquota=00\x1f\
    noinf=N\x1fpg_txid=1121223000MK00000000\x1fpartcanc_yn=Y\x1fcard_bin_type_01=0\x1fcard_bin_type_02=0\x1fjoin_cd=0000\x1f\
    res_tax_flag=TG03\x1fres_tax_mny=9091\x1fres_free_mny=0\x1fres_vat_mny=909\x1fcard_bin_bank_cd=0000\x1f\
    trace_no=T0000BLLM060GRMQ\x1fgood_name=유기농 제주 감귤\x1fbuyr_name=홍길동\x1fbuyr_mail=buyer@example.com\x1f\
    shop_user_id=hong\x1f";

/// Every group, each part ended by its separator.
const REQUEST: &str = "payx_data=common=amount=10000\x1fcurrency=410\x1fcust_ip=127.0.0.1\x1fescw_mod=N\x1f\x1e\
    card=card_mny=10000\x1fcard_tx_type=11511000\x1fquota=00\x1fbt_group_id=BA0011000348\x1fbt_batch_key=0123456789abcdef\x1f\x1e\x1c\
    ordr_data=ordr_idxx=TEST20261121000001\x1fgood_name=유기농 제주 감귤\x1fgood_mny=10000\x1fbuyr_name=홍길동\x1f\
    buyr_tel1=02-0000-0000\x1fbuyr_mail=buyer@example.com\x1f\x1c\
    rcvr_data=rcvr_name=김철수\x1frcvr_zipx=04524\x1frcvr_add1=서울시 중구\x1f\x1c\
    escw_data=deli_term=02\x1dbask_cntx=1\x1d\x1c\
    mod_data=tno=20261121000001\x1fmod_type=STSC\x1fmod_desc=고객 요청\x1f\x1c";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_has_forty_fields_and_all_are_text() {
        let wire = euc_kr(CARD_ANSWER);
        let fields = Fields::read(&wire, Separator::Unit).unwrap();
        assert_eq!(fields.len(), 40);
        assert!(fields.iter().all(|(name, _)| fields.text(name, Charset::Ksx1001).is_ok()));
        let values = CARD_ANSWER.split('\x1f').filter_map(|field| field.split_once('='));
        assert_eq!(text_of_all(&wire), values.map(|(_, value)| value.len()).sum::<usize>());
    }

    #[test]
    fn the_request_is_written_as_it_was_read() {
        let wire = euc_kr(REQUEST);
        let mut out = Vec::new();
        let groups = Groups::read(&wire).unwrap().to_groups();
        assert_eq!(groups.len(), 5);
        groups.iter().for_each(|group| group.write(&mut out));
        assert_eq!(out, wire);
    }
}
