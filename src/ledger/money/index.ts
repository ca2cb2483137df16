export { findCurrency, listCurrencies, minorUnitDigits } from './currency.ts';
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
  convertToBase,
  type Exchange,
  type ExchangeRate,
  formatExchangeRate,
  parseExchangeRate,
  RATE_OF_ONE,
  readStoredRate,
  worthOfMinorUnit,
} from './exchange-rate.ts';
export { formatMinorUnits, isTooLarge } from './minor-units.ts';
export { multiplyToMinorUnits, percentOf, toExactMinorUnits, toMinorUnits } from './round.ts';
export { roundToTotal, shareByLargestRemainder, spreadToTotal } from './share.ts';
