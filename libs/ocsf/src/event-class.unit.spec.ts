import { httpActivity, ACTIVITY } from './activity';
import { severityOfLevel, SEVERITY } from './enums';
import { categoryUid, classCaption, OCSF_CLASS, typeUid } from './event-class';
import { emptyHotColumns, HOT_COLUMN_NAMES } from './hot-columns';

describe('OCSF classes', () => {
  it('all have a caption and sit in their category', () => {
    for (const uid of Object.values(OCSF_CLASS)) {
      expect(classCaption(uid)).toBeDefined();
      expect(categoryUid(uid)).toBe(Number(String(uid % 100_000).padStart(4, '0')[0]));
    }
  });

  it.each([[1007, 1, 100_701], [201_001, 4, 20_100_104], [2004, 1, 200_401]])('class %d with activity %d is type %d', (uid, activity, type) => {
    expect(typeUid(uid, activity)).toBe(type);
  });
});

describe('ids', () => {
  it('of a request method are its own, or Other', () => {
    expect(httpActivity('POST')).toBe(6);
    expect(httpActivity('PROPFIND')).toBe(ACTIVITY.other);
  });

  it.each([['critical', 5], ['high', 4], ['medium', 3], ['low', 2], ['informational', 1], [undefined, 0], ['urgent', 0]])(
    'of a rule level %s is severity %d', (level, id) => { expect(severityOfLevel(level)).toBe(id); });

  it('of severities rise with their meaning', () => {
    expect([SEVERITY.informational, SEVERITY.low, SEVERITY.medium, SEVERITY.high, SEVERITY.critical, SEVERITY.fatal]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('hot columns', () => {
  it('start empty and are listed in the order of their names', () => {
    expect(Object.keys(emptyHotColumns())).toEqual(HOT_COLUMN_NAMES);
    expect(Object.values(emptyHotColumns()).filter((value) => value !== '' && value !== 0)).toEqual([]);
  });
});
