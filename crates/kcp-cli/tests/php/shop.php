<?php
// A shop's wrapper around the payment module, of the shape that public Korean shops have: arguments quoted one by one,
// the module started by its path, the answer cut at 0x1f and read like a query string.
//
//   php shop.php HOME PORT OPT GOOD_NAME_IN_HEX
//
// Prints the locale, the exit status, then the answer's fields, values in hexadecimal.

declare(strict_types=1);

final class PaymentModule
{
    /** @var array<string, string> */
    private array $groups = [];
    /** @var array<string, string> */
    public array $result = [];
    public int $exit = 0;

    public function __construct(private string $home, private string $host, private int $port, private string $opt)
    {
    }

    /** Adds a field to a group; an empty value is left out, as shops do. */
    public function set(string $group, string $name, string $value): void
    {
        if ($value === '') {
            return;
        }
        $prefix = $group === 'modx_data' ? 'mod_data' : $group;
        $this->groups[$group] ??= $prefix . '=';
        $this->groups[$group] .= $name . '=' . $value . chr(0x1f);
    }

    public function run(string $site, string $key, string $code, string $order, string $address): void
    {
        $group = fn (string $name): string => $name . '=' . ($this->groups[$name] ?? '');
        $list = implode(',', [
            'home=' . $this->home, 'site_cd=' . $site, 'site_key=' . $key, 'tx_cd=' . $code,
            'pa_url=' . $this->host, 'pa_port=' . $this->port, 'ordr_idxx=' . $order,
            $group('payx_data'), $group('ordr_data'), $group('rcvr_data'), $group('escw_data'), $group('modx_data'),
            'enc_data=', 'enc_info=', 'trace_no=', 'cust_ip=' . $address,
            'log_path=', 'log_level=3', 'opt=' . $this->opt,
        ]);
        $words = [$this->home . '/bin/pp_cli', '-h', $list];
        $output = [];
        // Shops look at the last line alone; the exit status is not 0 on errors and is no reason to stop.
        $text = (string) exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>/dev/null', $output, $this->exit);
        if ($text === '') {
            $text = 'res_cd=9502' . chr(0x1f) . 'res_msg=no output of the module';
        }
        parse_str(str_replace(chr(0x1f), '&', $text), $this->result);
    }
}

[, $home, $port, $opt, $name] = $argv;
$locales = $opt === '1' ? ['C.UTF-8', 'ko_KR.UTF-8'] : ['ko_KR.euckr', 'ko_KR.eucKR', 'ko_KR.EUC-KR'];
echo 'locale=', setlocale(LC_CTYPE, $locales) ?: 'none', "\n";

$module = new PaymentModule($home, '127.0.0.1', (int) $port, $opt);
$module->set('ordr_data', 'ordr_idxx', 'TEST0001');
$module->set('ordr_data', 'good_name', (string) hex2bin($name));
$module->set('ordr_data', 'buyr_mail', '');
$module->set('modx_data', 'tno', '20261121000001');
$module->set('modx_data', 'mod_type', 'STSC');
$module->set('modx_data', 'mod_ip', '10.0.0.1');
$module->set('modx_data', 'mod_desc', "it's $(cancelled) & `back` \"now\" 100% \\ | ; <");
$module->run('T0000', '3grptw1.zW0GSo4PQdaGvsF__', '00200000', 'TEST0001', '10.0.0.1');

echo 'exit=', $module->exit, "\n";
foreach ($module->result as $field => $value) {
    echo $field, '=', bin2hex($value), "\n";
}
