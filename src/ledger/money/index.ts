export { findCurrency, minorUnitDigits } from './currency.ts';
export {
  type Decimal,
  decimalToNumber,
  formatDecimal,
  HUNDRED,
  ONE,
  parseDecimal,
  readStoredDecimal,
  ZERO,
} from './decimal.ts';
export { divideRoundingHalfAway } from './divide.ts';
export {
  type ExchangeRate,
  formatExchangeRate,
  parseExchangeRate,
  readStoredRate,
} from './exchange-rate.ts';
export { formatMinorUnits, isTooLarge } from './minor-units.ts';
export { multiplyToMinorUnits, percentOf, toExactMinorUnits, toMinorUnits } from './round.ts';
export { roundToTotal, shareByLargestRemainder } from './share.ts';
