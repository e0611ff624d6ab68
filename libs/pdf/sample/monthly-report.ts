import type { Block, DocumentLanguage, DocumentModel } from '../src/document-model';

/** A monthly report of an invented company, full enough to judge the layout by: each text in both languages. */
export function monthlyReport(language: DocumentLanguage): DocumentModel {
  const t = (ja: string, en: string): string => (language === 'ja' ? ja : en);
  return {
    language,
    kind: t('月次セキュリティレポート', 'Monthly security report'),
    title: t('2026年6月 セキュリティ監視レポート', 'Security monitoring in June 2026'),
    subtitle: t('みほん精機株式会社 御中　2026年6月1日〜6月30日（日本時間）', 'Mihon Precision Co., Ltd.  –  1 to 30 June 2026 (Japan time)'),
    issuer: t('櫓セキュリティ株式会社', 'Yagura Security Inc.'),
    handling: t('社外秘：お客様限り', 'Confidential: for the customer only'),
    createdAt: new Date('2026-07-01T00:00:00Z'),
    blocks: [...summary(t), ...coverage(t), ...incidents(t), ...levels(t), ...speed(t), ...techniques(t), ...closing(t)],
  };
}

type Text = (ja: string, en: string) => string;

const summary = (t: Text): Block[] => [
  { kind: 'heading', level: 1, text: t('1. 今月の要約', '1. This month in brief') },
  { kind: 'paragraph', look: 'lead', text: t(
    '今月は約1億8,400万件のログを監視し、42件の検知を調査しました。経理部の端末1台で認証情報を狙う攻撃を確認し、検知から11分で隔離しました。情報の持ち出しは確認されていません。',
    'We watched some 184 million log records and investigated 42 findings. One workstation in the accounting department was attacked for its credentials; we isolated it 11 minutes after detection. No data is known to have left the company.') },
  { kind: 'keyFigures', items: [
    { label: t('対応したケース', 'Cases handled'), value: '9', unit: t('件', ''), note: t('先月より2件減少', '2 fewer than in May') },
    { label: t('確定したインシデント', 'Confirmed incidents'), value: '1', unit: t('件', ''), note: t('封じ込め済み', 'contained'), tone: 'high' },
    { label: t('SLA達成率', 'Service levels met'), value: '97.2', unit: '%', note: t('目標 95 % を達成', 'target of 95% met'), tone: 'good' },
    { label: t('監視中のログソース', 'Sources watched'), value: '23 / 24', note: t('1件が3日間沈黙', '1 silent for 3 days'), tone: 'medium' },
  ] },
  { kind: 'callout', tone: 'high', title: t('お客様に行っていただきたいこと', 'What we ask you to do now'), items: [
    { text: t('経理部の端末 ACC-PC-014 の利用者のパスワードと多要素認証を再登録してください。', 'Reset the password and the second factor of the person who uses workstation ACC-PC-014.'), detail: t('担当：情報システム部 佐藤様　期限：7月3日（金）　ケース C-0412', 'Owner: Ms Sato, IT department  ·  by Friday 3 July  ·  case C-0412') },
    { text: t('支店のファイアウォール（fw-osaka-01）からのログ送信を復旧してください。6月27日以降、受信が止まっています。', 'Restore the log forwarding of the branch firewall fw-osaka-01; nothing has arrived since 27 June.'), detail: t('担当：ネットワーク担当 田中様　期限：7月2日（木）', 'Owner: Mr Tanaka, network team  ·  by Thursday 2 July') },
    { text: t('利用していない管理者アカウント3件の停止をご承認ください。', 'Approve the suspension of three administrator accounts that nobody uses.'), detail: t('担当：情報システム部長 高橋様　期限：7月10日（金）', 'Owner: Mr Takahashi, head of IT  ·  by Friday 10 July') },
  ] },
];

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'];

const coverage = (t: Text): Block[] => [
  { kind: 'heading', level: 1, text: t('2. 検知の推移', '2. Findings over time') },
  { kind: 'paragraph', text: t('重大度「緊急」は今月1件で、4月以来です。「低」の減少は、5月に行った検知ルールの調整（社内の脆弱性診断による通信を除外）によるものです。', 'One finding was critical, the first since April. There are fewer low findings because we tuned a rule in May that used to fire on your own vulnerability scans.') },
  { kind: 'chart', title: t('重大度別の検知件数（月別）', 'Findings per month by severity'), alt: t('積み上げ棒グラフ。検知件数は1月の61件から6月の42件へ減少。緊急は4月2件、6月1件。', 'Stacked columns. Findings fell from 61 in January to 42 in June. Critical ones: two in April, one in June.'),
    chart: { kind: 'stackedBars', categoryHeading: t('月', 'Month'), categories: MONTHS, series: [
      { name: t('緊急', 'Critical'), tone: 'critical', values: [0, 1, 0, 2, 0, 1] },
      { name: t('高', 'High'), tone: 'high', values: [5, 7, 4, 6, 5, 4] },
      { name: t('中', 'Medium'), tone: 'medium', values: [18, 16, 15, 19, 14, 13] },
      { name: t('低', 'Low'), tone: 'low', values: [38, 35, 33, 31, 26, 24] },
    ] } },
  { kind: 'heading', level: 2, text: t('監視範囲', 'What we watch') },
  { kind: 'table', columns: [{ heading: t('種別', 'Kind') }, { heading: t('契約台数', 'Agreed'), align: 'end' }, { heading: t('受信中', 'Sending'), align: 'end' }, { heading: t('受信件数', 'Records'), align: 'end' }, { heading: t('状態', 'State') }], rows: [
    [t('サーバー（Windows／Linux）', 'Servers (Windows, Linux)'), '12', '12', '61,204,551', { text: t('正常', 'healthy'), tone: 'good' }],
    [t('端末の検知・対応（EDR）', 'Endpoint detection (EDR)'), '310', '304', '88,930,117', { text: t('6台が7日以上未接続', '6 not seen for 7 days'), tone: 'medium' }],
    [t('ファイアウォール', 'Firewalls'), '4', '3', '29,887,402', { text: t('1台が沈黙（6月27日から）', '1 silent since 27 June'), tone: 'high' }],
    [t('クラウド（Microsoft 365、AWS）', 'Cloud (Microsoft 365, AWS)'), '2', '2', '4,118,936', { text: t('正常', 'healthy'), tone: 'good' }],
  ], totals: [[t('合計', 'Total'), '328', '321', '184,141,006', '']] },
];

const incidents = (t: Text): Block[] => [
  { kind: 'heading', level: 1, text: t('3. インシデント', '3. Incident') },
  { kind: 'heading', level: 2, text: t('C-0412　経理部端末における認証情報の窃取の試み', 'C-0412  Attempted theft of credentials on an accounting workstation') },
  { kind: 'definitionList', items: [
    { term: t('判定', 'Verdict'), text: t('真陽性（攻撃を確認）', 'True positive: an attack') },
    { term: t('影響', 'Impact'), text: t('端末1台。ほかの端末への侵入、情報の持ち出しは確認されていません。', 'One workstation. No sign of movement to other machines or of data leaving.') },
    { term: t('攻撃手法', 'Techniques'), text: t('T1566.001 添付ファイルによるフィッシング、T1059.001 PowerShell、T1003.001 LSASSメモリーの読み取り', 'T1566.001 spearphishing attachment, T1059.001 PowerShell, T1003.001 reading LSASS memory') },
    { term: t('対応の権限', 'Authority'), text: t('契約書 別紙2「即時隔離の事前承認」', 'Agreement, annex 2: isolation approved in advance') },
  ] },
  { kind: 'table', caption: t('経過（日本時間）', 'Timeline (Japan time)'), columns: [{ heading: t('日時', 'When') }, { heading: t('できごと', 'What happened') }, { heading: t('実施者', 'By') }], rows: [
    ['06-18 09:12', t('利用者が「請求書_6月分.zip」を開き、PowerShellが起動。', 'A person opened “invoice_june.zip”, which started PowerShell.'), t('攻撃者', 'Attacker')],
    ['06-18 09:14', t('検知：LSASSメモリーへの不審なアクセス（ルール win_lsass_dump）。', 'Detected: suspicious access to LSASS memory (rule win_lsass_dump).'), t('自動', 'Automatic')],
    ['06-18 09:17', t('アナリストがケースを確認し、調査を開始。', 'An analyst took the case and began to investigate.'), t('当社 鈴木', 'Suzuki, Yagura')],
    ['06-18 09:25', t('端末を隔離。事前承認に基づき、お客様へ電話で連絡。', 'Isolated the workstation as approved in advance, and telephoned you.'), t('当社 鈴木', 'Suzuki, Yagura')],
    ['06-18 13:40', t('ほかの310台で同じ痕跡がないことを確認。', 'Found no such trace on the other 310 endpoints.'), t('当社 伊藤', 'Ito, Yagura')],
    ['06-19 10:05', t('端末の初期化を確認し、隔離を解除。', 'Confirmed the re-installation and ended the isolation.'), t('お客様・当社', 'You and Yagura')],
  ] },
];

const levels = (t: Text): Block[] => [
  { kind: 'heading', level: 1, text: t('4. サービスレベル', '4. Service levels') },
  { kind: 'chart', title: t('目標に対する達成率', 'Promises kept, against their targets'), alt: t('4項目の達成率。封じ込めだけが目標95 % に対して88.9 % で未達。', 'Four promises. Only containment, with 88.9% against 95%, missed its target.'), chart: {
    kind: 'bullet', unit: '%', decimals: 1, headings: { item: t('項目', 'Promise'), value: t('達成率', 'Kept'), target: t('目標', 'Target'), status: t('結果', 'Result') }, items: [
      { label: t('受付（15分以内）', 'Acknowledge in 15 min'), value: 100, target: 95, status: t('達成', 'met'), tone: 'good' },
      { label: t('一次調査（60分以内）', 'First analysis in 60 min'), value: 97.6, target: 95, status: t('達成', 'met'), tone: 'good' },
      { label: t('封じ込め（2時間以内）', 'Contain in 2 hours'), value: 88.9, target: 95, status: t('未達', 'missed'), tone: 'high' },
      { label: t('解決（5営業日以内）', 'Resolve in 5 working days'), value: 100, target: 90, status: t('達成', 'met'), tone: 'good' },
    ] } },
  { kind: 'table', caption: t('達成できなかった1件', 'The one promise that was not kept'), columns: [{ heading: t('ケース', 'Case') }, { heading: t('項目', 'Promise') }, { heading: t('所要', 'Took'), align: 'end' }, { heading: t('期限', 'Due'), align: 'end' }, { heading: t('理由と改善', 'Reason and remedy') }], rows: [
    ['C-0409', t('封じ込め', 'Contain'), t('2時間34分', '2 h 34 min'), t('2時間', '2 h'), t('隔離のご承認を待つ間も時計を止めない約束のため。承認の連絡先を2名に増やすことを提案します。', 'The clock runs while we wait for your approval. We suggest a second contact who may approve.')],
  ] },
];

const speed = (t: Text): Block[] => [
  { kind: 'heading', level: 2, text: t('対応の速さ', 'How fast we answer') },
  { kind: 'chart', title: t('検知から封じ込めまでの時間（中央値と90パーセンタイル）', 'From detection to containment (median and 90th percentile)'), alt: t('折れ線グラフ。中央値は1月38分から6月19分へ短縮。90パーセンタイルは154分で目標120分を上回る。', 'Lines. The median fell from 38 to 19 minutes; the 90th percentile is 154 minutes, above the target of 120.'), chart: {
    kind: 'line', unit: t('分', 'min'), categoryHeading: t('月', 'Month'), categories: MONTHS, target: { label: t('目標', 'Target'), value: 120 }, series: [
      { name: t('中央値', 'Median'), tone: 'low', values: [38, 31, 35, 27, 22, 19] },
      { name: t('90パーセンタイル', '90th percentile'), tone: 'high', values: [142, 118, 131, null, 96, 154] },
    ] } },
];

const techniques = (t: Text): Block[] => [
  { kind: 'heading', level: 1, text: t('5. 攻撃の手口', '5. How attackers tried') },
  { kind: 'chart', title: t('ATT&CK 戦術別の検知件数', 'Findings by ATT&CK tactic'), alt: t('横棒グラフ。初期アクセスが14件で最多、次いで認証情報アクセス9件。', 'Lying bars. Initial access leads with 14, then credential access with 9.'), chart: {
    kind: 'bars', unit: t('件', ''), categoryHeading: t('戦術', 'Tactic'), categories: [t('TA0001 初期アクセス', 'TA0001 Initial access'), t('TA0006 認証情報アクセス', 'TA0006 Credential access'), t('TA0002 実行', 'TA0002 Execution'), t('TA0007 探索', 'TA0007 Discovery'), t('TA0011 コマンド＆コントロール', 'TA0011 Command and control')],
    series: [{ name: t('検知', 'Findings'), tone: 'plain', values: [14, 9, 8, 7, 4] }] } },
  { kind: 'heading', level: 2, text: t('検知ルールの有効範囲', 'What our rules can see') },
  { kind: 'table', caption: t('主な検知ルール（発生順、上位24件）', 'Rules that fired most (24 shown)'), columns: [{ heading: t('ルール', 'Rule') }, { heading: t('説明', 'What it finds') }, { heading: t('重大度', 'Severity') }, { heading: t('件数', 'Count'), align: 'end' }], rows: Array.from({ length: 24 }, (_, n) => {
    const severity = ([['critical', t('緊急', 'Critical')], ['high', t('高', 'High')], ['medium', t('中', 'Medium')], ['low', t('低', 'Low')], ['info', t('情報', 'Info')]] as const)[Math.min(4, Math.floor(n / 4))];
    const what = [t('管理者権限のグループへの追加', 'A member was added to an administrators group'), t('短時間に多数の認証失敗の後、成功', 'Many failed sign-ins, then a success'), t('PowerShellのエンコードされたコマンド', 'An encoded PowerShell command'), t('普段と異なる国からのサインイン（Microsoft 365）', 'A sign-in from an unusual country (Microsoft 365)')][n % 4];
    return [`${['win_group_admin', 'auth_spray_success', 'win_ps_encoded', 'm365_geo_anomaly'][n % 4]}_${String(n + 1).padStart(2, '0')}`, what, { text: severity[1], tone: severity[0] }, String(48 - n * 2)];
  }) },
];

const closing = (t: Text): Block[] => [
  { kind: 'heading', level: 1, text: t('6. 推奨事項', '6. What we recommend') },
  { kind: 'list', items: [
    t('メールの添付ファイル（パスワード付きzip）の受信を止め、共有リンクに切り替えること。今月のインシデントの入口でした（初回の提案から63日）。', 'Stop accepting password-protected zip attachments and share links instead: this month’s incident came in that way (first recommended 63 days ago).'),
    t('管理者アカウントに、フィッシングに強い認証（FIDO2など）を導入すること。', 'Give administrators a sign-in that phishing cannot take, such as FIDO2.'),
    t('大阪支店のファイアウォールのファームウェアを更新すること。外部から到達できる箇所に、既知の脆弱性が2件あります。', 'Update the firmware of the Osaka firewall: two known vulnerabilities can be reached from outside.'),
  ] },
  { kind: 'heading', level: 2, text: t('定義とデータの版', 'Definitions and data version') },
  { kind: 'definitionList', items: [
    { term: t('SLA達成率', 'Service levels met'), text: t('期間内に期限を迎えた約束のうち、期限までに果たした割合（丸めは小数第1位）。', 'Promises kept in time, of all that fell due in the period, rounded to one decimal.') },
    { term: t('検知から封じ込めまで', 'Detection to containment'), text: t('最初の検知が作成された時刻から、最後の封じ込め作業が完了した時刻まで。', 'From the first finding’s creation to the end of the last containment act.') },
    { term: t('データの版', 'Data version'), text: '2026-07-01T00:00:00Z  ·  schema 1  ·  SHA-256 9f2c64e1a8b35d07c94f1e62ab80d37755e1c2f0946d8a3b7c15e09f42d6b881' },
  ] },
  { kind: 'paragraph', look: 'muted', text: t('このレポートの数値は、ポータルの「レポート」画面から、それぞれの根拠となる検索を開いて確かめられます。', 'Each number in this report can be checked in the portal: it links to the query that it came from.') },
];
