import type { DocumentModel } from '../src/document-model';

/** A Japanese qualified invoice of an invented company, with two tax rates (Consumption Tax Act art. 57-4). */
export const invoice: DocumentModel = {
  language: 'ja', kind: '適格請求書', title: '請求書', subtitle: '請求書番号 INV-2026-000187', issuer: '櫓セキュリティ株式会社', handling: '登録番号 T1234567890123',
  createdAt: new Date('2026-07-04T00:00:00Z'),
  blocks: [
    { kind: 'columns', parts: [
      [{ kind: 'paragraph', look: 'strong', text: 'みほん精機株式会社 御中' }, { kind: 'paragraph', text: '〒000-0001\n見本県見本市中央1-2-3\n情報システム部 高橋 様' }],
      [{ kind: 'paragraph', look: 'strong', text: '櫓セキュリティ株式会社' }, { kind: 'paragraph', text: '〒000-0002\n見本県見本市港町4-5-6' }, { kind: 'paragraph', text: '登録番号 T1234567890123' }],
    ] },
    { kind: 'keyFigures', items: [{ label: 'ご請求金額（税込）', value: '1,095,220', unit: '円' }, { label: 'お支払期限', value: '2026年7月31日' }] },
    { kind: 'definitionList', items: [{ term: '取引期間', text: '2026年6月1日〜2026年6月30日' }, { term: '発行日', text: '2026年7月4日' }, { term: 'お支払方法', text: '銀行振込（みほん銀行 港町支店 普通 1234567）' }] },
    { kind: 'heading', level: 1, text: '明細' },
    { kind: 'table', columns: [{ heading: '品目' }, { heading: '数量', align: 'end' }, { heading: '単位' }, { heading: '単価（円）', align: 'end' }, { heading: '税率', align: 'end' }, { heading: '金額（円）', align: 'end' }], rows: [
      ['MDRサービス スタンダード（月額基本料）', '1', '式', '480,000', '10 %', '480,000'],
      ['端末の監視（310台）', '310', '台', '1,200', '10 %', '372,000'],
      ['ログ取り込み（契約量を超えた分：184.1 GB − 150 GB）', '34.1', 'GB', '2,000', '10 %', '68,200'],
      ['緊急対応（ケース C-0412、時間外）', '3.5', '時間', '20,000', '10 %', '70,000'],
      ['SLA違約による減額（ケース C-0409）', '1', '式', '−24,000', '10 %', '−24,000'],
      ['セキュリティ研修の軽食（※）', '40', '食', '750', '8 %', '30,000'],
    ], totals: [['小計（税抜）', '', '', '', '', '996,200']] },
    { kind: 'table', caption: '税率ごとの合計', columns: [{ heading: '税率' }, { heading: '対象額（税抜、円）', align: 'end' }, { heading: '消費税額（円）', align: 'end' }, { heading: '税込（円）', align: 'end' }], rows: [['10 %', '966,200', '96,620', '1,062,820'], ['8 %（※ 軽減税率対象）', '30,000', '2,400', '32,400']], totals: [['合計', '996,200', '99,020', '1,095,220']] },
    { kind: 'paragraph', look: 'muted', text: '※は軽減税率（8 %）の対象です。消費税額は、税率ごとに合計した後、1円未満を切り捨てて計算しています。\n各明細は、ポータルの「請求」画面から、日ごとの使用量と単価の版まで確認できます。' },
  ],
};
