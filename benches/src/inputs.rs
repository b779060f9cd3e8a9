//! What is measured: one request, one answer, one name, the keys of the test vectors. Nothing of it is a person's.

/// Hands the fields of a card payment, as a shop sends them, to a macro: name, limit in bytes of EUC-KR, text. Ours needs
/// the limits as types, the peer as numbers. (`legacy.md §1`, `§3`)
macro_rules! each_field {
    ($do:ident) => {
        $do! {
            "ordr_idxx" 40 "TEST20261121000001";
            "good_name" 100 "유기농 제주 감귤 5kg (선물용) 외 2건";
            "good_mny" 9 "10000";
            "buyr_name" 30 "홍길동";
            "buyr_tel1" 20 "02-0000-0000";
            "buyr_tel2" 20 "010-0000-0000";
            "buyr_mail" 100 "buyer@example.com";
            "rcvr_name" 30 "김철수";
            "rcvr_tel1" 20 "02-0000-0001";
            "rcvr_mail" 100 "receiver@example.com";
            "rcvr_zipx" 10 "04524";
            "rcvr_add1" 100 "서울특별시 중구 세종대로";
            "rcvr_add2" 100 "본관 3층 민원실";
            "pay_method" 12 "100000000000";
            "amount" 9 "10000";
            "currency" 3 "410";
            "escw_mod" 1 "N";
            "cust_ip" 15 "127.0.0.1";
            "card_mny" 9 "10000";
            "card_tx_type" 8 "11511000";
            "quota" 2 "00";
            "bt_group_id" 12 "BA0011000348";
            "bt_batch_key" 16 "0123456789abcdef";
            "shop_user_id" 32 "member-000001";
            "soc_no" 20 "0000000000";
        }
    };
}

macro_rules! table {
    ($($name:literal $max:literal $text:literal;)*) => { [$(($name, $max, $text)),*] };
}

/// The same fields as a table.
pub const FIELDS: [(&str, usize, &str); 25] = each_field!(table);

/// A buyer's name of seven syllables.
pub const HANGUL: &str = "남궁민수아버님";

/// A page of mixed text, a kilobyte of UTF-8.
pub const MIXED: &str = "유기농 제주 감귤 5kg (선물용) 외 2건 / 주문 2026-11-21 22:30 / 배송: 서울특별시 중구 세종대로 본관 3층 민원실 앞 / \
    유기농 제주 감귤 5kg (선물용) 외 2건 / 주문 2026-11-21 22:31 / 배송: 부산광역시 연제구 중앙대로 별관 1층 안내실 앞 / \
    무농약 해남 고구마 10kg (가정용) 1상자 / 주문 2026-11-21 22:32 / 배송: 대구광역시 중구 공평로 신관 2층 접수실 앞 / \
    냉동 통영 생굴 1kg (당일 발송) 3봉지 / 주문 2026-11-21 22:33 / 배송: 인천광역시 남동구 정각로 후관 4층 휴게실 앞 / \
    국내산 참깨 500g (볶음) 2병 / 주문 2026-11-21 22:34 / 배송: 광주광역시 서구 내방로 의회동 1층 민원실 앞 / \
    햇살 담은 현미 20kg (도정 당일) 1포 / 주문 2026-11-21 22:35 / 배송: 대전광역시 서구 둔산로 본관 5층 자료실 앞";

/// A card approval with the field names of the test gateway's answer and of its later additions.
pub const ANSWER: &str = "res_cd=0000\x1fres_msg=정상처리\x1fpay_method=PACA\x1forder_no=TEST20261121000001\x1f\
    res_en_msg=processing completed\x1fcard_cd=CCLG\x1fcard_name=신한카드\x1facqu_cd=CCLG\x1facqu_name=신한카드\x1f\
    card_no=000000******0000\x1fmcht_taxno=0000000000\x1fmall_taxno=0000000000\x1fca_order_id=TEST20261121000001\x1f\
    tno=20261121000001\x1famount=10000\x1fcard_mny=8000\x1fcoupon_mny=2000\x1fescw_yn=N\x1fvan_cd=VNKC\x1f\
    app_time=20261121223000\x1fvan_apptime=20261121223000\x1fapp_no=00000000\x1fbizx_numb=0000000000\x1fquota=00\x1f\
    noinf=N\x1fpg_txid=1121223000MK00000000\x1fpartcanc_yn=Y\x1fcard_bin_type_01=0\x1fcard_bin_type_02=0\x1fjoin_cd=0000\x1f\
    res_tax_flag=TG03\x1fres_tax_mny=9091\x1fres_free_mny=0\x1fres_vat_mny=909\x1fcard_bin_bank_cd=0000\x1f\
    trace_no=T0000BLLM060GRMQ\x1fgood_name=유기농 제주 감귤\x1fbuyr_name=홍길동\x1fbuyr_mail=buyer@example.com\x1f\
    shop_user_id=hong\x1f";

/// Every group, each part ended by its separator.
pub const REQUEST: &str = "payx_data=common=amount=10000\x1fcurrency=410\x1fcust_ip=127.0.0.1\x1fescw_mod=N\x1f\x1e\
    card=card_mny=10000\x1fcard_tx_type=11511000\x1fquota=00\x1fbt_group_id=BA0011000348\x1fbt_batch_key=0123456789abcdef\x1f\x1e\x1c\
    ordr_data=ordr_idxx=TEST20261121000001\x1fgood_name=유기농 제주 감귤\x1fgood_mny=10000\x1fbuyr_name=홍길동\x1f\
    buyr_tel1=02-0000-0000\x1fbuyr_mail=buyer@example.com\x1f\x1c\
    rcvr_data=rcvr_name=김철수\x1frcvr_zipx=04524\x1frcvr_add1=서울시 중구\x1f\x1c\
    escw_data=deli_term=02\x1dbask_cntx=1\x1d\x1c\
    mod_data=tno=20261121000001\x1fmod_type=STSC\x1fmod_desc=고객 요청\x1f\x1c";

pub(crate) use each_field;

/// A SEED key of RFC 4269, appendix B.2. (The same 16 bytes are an initial vector where one is wanted.)
pub const SEED_KEY: [u8; 16] = *b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f";
