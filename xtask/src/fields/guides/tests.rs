//! A few lines of each guide's kind, and what is read out of them.

use super::*;

fn short(found: Result<Vec<Variable>>) -> Vec<String> {
    let line = |row: Variable| {
        format!(
            "{} {} {} {} {} {}",
            row.section, row.operation, row.variable, row.kind, row.bytes, row.mark
        )
    };
    found.unwrap().into_iter().map(line).collect()
}

#[test]
fn rows_of_cells_are_read_with_a_blank_or_a_tab_behind_the_number() {
    let text = "#### 4.1.1 form\n\tname\tType\n1\towner_nm\tString\t20\tY\tx\n### 5.1.1 answer\n\
                실패 시, 리턴 파라미터\n1 res_cd\tString\t4\tY\tx\n성공 시, 리턴 파라미터\n4\ttno\tNumber\t14\tY\tx\n1\tx\tEtc\n";
    let want = [
        "4.1.1 account_verify owner_nm String 20 Y",
        "5.1.1 account_verify_refusal res_cd String 4 Y",
        "5.1.1 account_verify_answer tno Number 14 Y",
    ];
    assert_eq!(short(account_verification(text)), want);
}

#[test]
fn a_row_that_is_broken_over_lines_is_put_together() {
    let head = "변수명 항목명 종류 길이\n";
    let text = format!(
        "no_table 1\n{head}g_conf_home_dir 경로\n(전용)\nANS 256 ○  /home (bin)\ng_conf_gw_port 서버\nPORT\nN 8 ●  8090\n\
         변수명 상세설명\ng_conf_home_dir x\n{head}[공통]\n mod_desc 사유 AN    x\n"
    );
    let want = [
        "1 config_ax_hub g_conf_home_dir ANS 256 ○",
        "1 config_ax_hub g_conf_gw_port N 8 ●",
        "2 ax_hub_order mod_desc AN  ",
    ];
    assert_eq!(short(ax_hub(&text)), want);
}

#[test]
fn a_name_is_told_from_what_is_glued_to_it() {
    let text = "string5\nno_table필수PC\n8파라미터\n결제수단별 공통 파라미터\nstring412\npay_method필수PC / Mobile\n\
                string4\nActionResultMobile\nNHN KCP 파라미터\nstring20\nsite_namePC\n승인 요청 파라미터\nstring가변\nenc_data필수 Mobile\n";
    let want = [
        "8 window_mobile_order|window_pc_order pay_method string 412 필수PC / Mobile",
        "8 window_mobile_order ActionResult string 4 Mobile",
        "8 window_pc_order site_name string 20 PC",
        "8 approve enc_data string  필수 Mobile",
    ];
    assert_eq!(short(standard_payment(text)), want);
    assert!(standard_payment("8파라미터\n새 파라미터\nstring5\nnamePC\n").is_err());
}

#[test]
fn a_row_whose_cells_are_torn_away_is_still_a_row() {
    let text = "2.4 포인트 취소\n\t\tRequest\n1\ttno\tString\t14\tΥ\tx\n\t재승인 Red\tquest\n1\tmod_mny\tNumber\t12\tY\n\
                \tResponse\n1\tres_cd\tString\t4\talways\n\t재승인 Respo\tonse\n12\n2 pnt_app_no\n\tcust_ip\tJulig\t\t\n";
    let want = [
        "2.4 api_cancel|points_reapprove tno String 14 Y",
        "2.4 points_reapprove mod_mny Number 12 Y",
        "2.4 api_cancel_answer|points_reapprove_answer res_cd String 4 always",
        "2.4 points_reapprove_answer pnt_app_no   ",
    ];
    assert_eq!(short(benepia(text)), want);
}
