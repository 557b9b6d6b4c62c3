-- migrate:up

-- What text messages to other countries cost and how they travel. The prefixes are free of each
-- other but for calling code 1, behind which some countries have a row of their own: the longest
-- prefix of a number is its row.
create table international_sms_rates (
  prefix text primary key
    constraint international_sms_rates_prefix_is_digits check (prefix ~ '^[1-9][0-9]{0,3}$'),
  names text[] not null constraint international_sms_rates_are_named check (cardinality(names) > 0),
  rate_multiplier smallint not null
    constraint international_sms_rates_multiplier_is_positive check (rate_multiplier > 0),
  alpha text constraint international_sms_rates_alpha_is_known
    check (alpha in ('YES', 'NO', 'REG')),
  dlr text
);
comment on table international_sms_rates is 'What a text message to each dialling prefix costs, and what its networks can do. Source: specification, phone numbers.';
comment on column international_sms_rates.prefix is 'Calling code, or calling code 1 with the area code of one country; digits only.';
comment on column international_sms_rates.names is 'The countries and territories behind the prefix; those of 44 are the Crown dependencies.';
comment on column international_sms_rates.rate_multiplier is 'How many times the domestic rate one fragment costs.';
comment on column international_sms_rates.alpha is 'Whether the sender may be a name: YES, NO, REG (when registered); null when nobody knows.';
comment on column international_sms_rates.dlr is 'Whether delivery receipts come from the handset: only YES does; "Carrier DLR" means no; null when nobody knows.';

insert into international_sms_rates (prefix, names, rate_multiplier, alpha, dlr)
values
  ('1', array['Canada', 'United States'], 1, 'NO', 'Carrier DLR'),
  ('7', array['South Ossetia', 'Kazakhstan', 'Abkhazia', 'Russian Federation'], 10, 'REG', 'YES'),
  ('20', array['Egypt'], 7, 'REG', 'YES'),
  ('27', array['South Africa'], 3, 'NO', 'YES'),
  ('30', array['Greece'], 2, 'YES', 'YES'),
  ('31', array['Netherlands'], 3, 'YES', 'YES'),
  ('32', array['Belgium'], 3, 'NO', 'YES'),
  ('33', array['France'], 2, 'YES', 'YES'),
  ('34', array['Spain'], 2, 'YES', 'YES'),
  ('36', array['Hungary'], 2, 'NO', 'YES'),
  ('39', array['Italy'], 2, 'YES', 'YES'),
  ('40', array['Romania'], 2, 'REG', 'YES'),
  ('41', array['Switzerland'], 2, 'YES', 'YES'),
  ('43', array['Austria'], 2, 'REG', 'YES'),
  ('44', array['Guernsey', 'Isle of Man', 'Jersey'], 2, 'YES', 'YES'),
  ('45', array['Denmark'], 2, 'YES', 'YES'),
  ('46', array['Sweden'], 2, 'YES', 'YES'),
  ('47', array['Norway'], 2, 'YES', 'YES'),
  ('48', array['Poland'], 1, 'YES', 'YES'),
  ('49', array['Germany'], 5, 'YES', 'YES'),
  ('51', array['Peru'], 5, 'NO', 'YES'),
  ('52', array['Mexico'], 3, 'NO', 'Carrier DLR'),
  ('53', array['Cuba'], 2, 'NO', 'YES'),
  ('54', array['Argentina'], 3, 'NO', 'NO'),
  ('55', array['Brazil'], 2, 'NO', 'YES'),
  ('56', array['Chile'], 2, 'NO', 'Carrier DLR'),
  ('57', array['Colombia'], 2, 'NO', 'NO'),
  ('58', array['Venezuela'], 2, 'NO', 'YES'),
  ('60', array['Malaysia'], 7, 'NO', 'YES'),
  ('61', array['Australia'], 2, 'YES', 'YES'),
  ('62', array['Indonesia'], 12, 'REG', 'YES'),
  ('63', array['Philippines'], 5, 'REG', 'YES'),
  ('64', array['New Zealand'], 2, 'NO', 'YES'),
  ('65', array['Singapore'], 2, 'REG', 'YES'),
  ('66', array['Thailand'], 1, 'REG', 'YES'),
  ('81', array['Japan'], 2, 'NO', 'YES'),
  ('82', array['Korea, Republic of'], 1, 'NO', 'YES'),
  ('84', array['Vietnam'], 4, 'REG', 'Carrier DLR'),
  ('86', array['China'], 1, 'NO', 'Carrier DLR'),
  ('90', array['Turkey', 'Northern Cyprus'], 1, 'REG', 'YES'),
  ('91', array['India'], 2, 'REG', 'YES'),
  ('92', array['Pakistan'], 12, 'YES', 'YES'),
  ('93', array['Afghanistan'], 10, 'REG', 'YES'),
  ('94', array['Sri Lanka'], 12, 'YES', 'YES'),
  ('95', array['Myanmar'], 9, 'REG', 'YES'),
  ('98', array['Iran'], 6, 'NO', 'YES'),
  ('211', array['South Sudan'], 8, null, null),
  ('212', array['Morocco'], 6, 'REG', 'YES'),
  ('213', array['Algeria'], 6, 'REG', 'YES'),
  ('216', array['Tunisia'], 9, 'YES', 'YES'),
  ('218', array['Libya'], 9, 'NO', 'YES'),
  ('220', array['Gambia'], 4, 'YES', 'YES'),
  ('221', array['Senegal'], 7, 'YES', 'YES'),
  ('222', array['Mauritania'], 6, null, null),
  ('223', array['Mali'], 7, 'YES', 'YES'),
  ('224', array['Guinea'], 6, 'YES', 'YES'),
  ('225', array['Cote d''Ivoire'], 10, 'YES', 'YES'),
  ('226', array['Burkina Faso'], 4, 'YES', 'YES'),
  ('227', array['Niger'], 8, 'YES', 'YES'),
  ('228', array['Togo'], 7, null, null),
  ('229', array['Benin'], 7, null, null),
  ('230', array['Mauritius'], 4, 'YES', 'YES'),
  ('231', array['Liberia'], 6, null, null),
  ('232', array['Sierra Leone'], 5, 'YES', 'YES'),
  ('233', array['Ghana'], 8, 'YES', 'YES'),
  ('234', array['Nigeria'], 8, 'REG', 'YES'),
  ('235', array['Chad'], 6, 'YES', 'YES'),
  ('236', array['Central African Republic'], 7, null, null),
  ('237', array['Cameroon'], 5, 'YES', 'YES'),
  ('238', array['Cape Verde'], 5, null, null),
  ('239', array['Sao Tome and Principe'], 1, null, null),
  ('240', array['Equatorial Guinea'], 6, null, null),
  ('241', array['Gabon'], 8, 'YES', 'YES'),
  ('242', array['Congo'], 7, 'YES', 'YES'),
  ('243', array['Congo, Democratic Republic of'], 5, 'YES', 'YES'),
  ('244', array['Angola'], 3, 'YES', 'YES'),
  ('245', array['Guinea-Bissau'], 8, null, null),
  ('246', array['British Indian Ocean Territory'], 2, null, null),
  ('248', array['Seychelles'], 4, 'YES', 'YES'),
  ('249', array['Sudan'], 8, null, null),
  ('250', array['Rwanda, Republic of'], 8, 'YES', 'YES'),
  ('251', array['Ethiopia'], 9, 'YES', 'YES'),
  ('252', array['Somalia'], 5, null, null),
  ('253', array['Djibouti, Republic of'], 4, null, null),
  ('254', array['Kenya'], 3, 'REG', 'YES'),
  ('255', array['Tanzania'], 7, 'YES', 'YES'),
  ('256', array['Uganda'], 7, 'REG', 'YES'),
  ('257', array['Burundi'], 8, null, null),
  ('258', array['Mozambique'], 4, 'YES', 'YES'),
  ('260', array['Zambia'], 8, 'YES', 'YES'),
  ('261', array['Madagascar'], 12, 'YES', 'YES'),
  ('262', array['Mayotte', 'Reunion'], 3, null, null),
  ('263', array['Zimbabwe'], 5, 'YES', 'Carrier DLR'),
  ('264', array['Namibia'], 1, 'REG', 'YES'),
  ('265', array['Malawi'], 8, 'YES', 'YES'),
  ('266', array['Lesotho'], 3, null, null),
  ('267', array['Botswana'], 3, 'YES', 'YES'),
  ('268', array['Eswatini'], 7, 'YES', 'YES'),
  ('269', array['Comoros'], 7, null, null),
  ('291', array['Eritrea'], 3, 'YES', 'YES'),
  ('297', array['Aruba'], 3, null, null),
  ('298', array['Faroe Islands'], 2, null, null),
  ('299', array['Greenland'], 1, null, null),
  ('350', array['Gibraltar'], 2, 'NO', 'YES'),
  ('351', array['Portugal'], 2, 'YES', 'YES'),
  ('352', array['Luxembourg'], 2, 'YES', 'YES'),
  ('353', array['Ireland'], 2, 'YES', 'YES'),
  ('354', array['Iceland'], 2, 'YES', 'YES'),
  ('355', array['Albania'], 3, 'YES', 'YES'),
  ('356', array['Malta'], 2, 'YES', 'YES'),
  ('357', array['Cyprus'], 2, 'REG', 'YES'),
  ('358', array['Finland'], 2, 'YES', 'YES'),
  ('359', array['Bulgaria'], 4, 'NO', 'YES'),
  ('370', array['Lithuania'], 2, 'YES', 'YES'),
  ('371', array['Latvia'], 2, 'YES', 'YES'),
  ('372', array['Estonia'], 2, 'YES', 'YES'),
  ('373', array['Moldova'], 2, 'NO', 'Carrier DLR'),
  ('374', array['Armenia'], 5, 'REG', 'YES'),
  ('375', array['Belarus'], 6, 'REG', 'YES'),
  ('376', array['Andorra'], 3, 'YES', 'YES'),
  ('377', array['Monaco'], 4, 'NO', 'YES'),
  ('378', array['San Marino, Republic of'], 8, null, null),
  ('380', array['Ukraine'], 5, 'REG', 'YES'),
  ('381', array['Serbia'], 7, 'REG', 'YES'),
  ('382', array['Montenegro'], 4, 'REG', 'YES'),
  ('383', array['Kosovo'], 5, null, null),
  ('385', array['Croatia'], 2, 'REG', 'YES'),
  ('386', array['Slovenia'], 4, 'REG', 'YES'),
  ('387', array['Bosnia and Herzegovina'], 3, 'REG', 'YES'),
  ('389', array['Macedonia'], 1, 'YES', 'YES'),
  ('420', array['Czech Republic'], 2, 'REG', 'YES'),
  ('421', array['Slovakia'], 2, 'YES', 'YES'),
  ('423', array['Liechtenstein'], 1, 'YES', 'YES'),
  ('500', array['Falkland Islands'], 3, 'YES', 'YES'),
  ('501', array['Belize'], 5, 'YES', 'YES'),
  ('502', array['Guatemala'], 5, 'NO', 'YES'),
  ('503', array['El Salvador'], 2, 'YES', 'YES'),
  ('504', array['Honduras'], 5, null, null),
  ('505', array['Nicaragua'], 4, null, null),
  ('506', array['Costa Rica'], 1, 'YES', 'YES'),
  ('507', array['Panama'], 4, 'NO', 'YES'),
  ('508', array['Saint Pierre and Miquelon'], 4, null, null),
  ('509', array['Haiti'], 8, null, null),
  ('590', array['Guadeloupe'], 4, 'NO', 'YES'),
  ('591', array['Bolivia'], 4, 'YES', 'YES'),
  ('592', array['Guyana'], 6, 'YES', 'YES'),
  ('593', array['Ecuador'], 4, 'NO', null),
  ('594', array['French Guiana'], 4, null, null),
  ('595', array['Paraguay'], 3, null, null),
  ('596', array['Martinique'], 4, null, null),
  ('597', array['Suriname'], 6, null, null),
  ('598', array['Uruguay'], 2, 'NO', 'YES'),
  ('599', array['Curacao (former Netherlands Antilles)'], 7, 'YES', 'YES'),
  ('670', array['Timor L''este'], 5, null, null),
  ('672', array['Norfolk Island'], 2, null, null),
  ('673', array['Brunei Darussalam'], 2, 'YES', 'YES'),
  ('674', array['Nauru'], 6, null, null),
  ('675', array['Papua New Guinea'], 6, 'YES', 'YES'),
  ('676', array['Tonga'], 4, null, null),
  ('677', array['Solomon Islands'], 2, null, null),
  ('678', array['Vanuatu'], 4, null, null),
  ('679', array['Fiji'], 5, 'YES', 'YES'),
  ('680', array['Palau'], 2, null, null),
  ('681', array['Wallis and Futuna'], 2, 'YES', 'Carrier DLR'),
  ('682', array['Cook Islands'], 4, null, null),
  ('683', array['Niue'], 8, 'YES', 'Carrier DLR'),
  ('685', array['Samoa'], 5, null, null),
  ('686', array['Kiribati'], 1, 'YES', 'Carrier DLR'),
  ('687', array['New Caledonia'], 3, 'YES', 'YES'),
  ('689', array['French Polynesia'], 3, 'YES', 'YES'),
  ('690', array['Tokelau'], 8, 'YES', 'Carrier DLR'),
  ('691', array['Micronesia, Federated States of'], 2, null, null),
  ('692', array['Marshall Islands'], 2, null, null),
  ('852', array['Hong Kong'], 2, 'REG', 'YES'),
  ('853', array['Macau'], 1, 'YES', 'YES'),
  ('855', array['Cambodia'], 8, 'NO', 'YES'),
  ('856', array['Laos'], 8, 'NO', 'YES'),
  ('880', array['Bangladesh'], 9, 'YES', 'YES'),
  ('886', array['Taiwan'], 2, 'NO', 'NO'),
  ('960', array['Maldives'], 6, null, null),
  ('961', array['Lebanon'], 9, 'NO', 'YES'),
  ('962', array['Jordan'], 8, 'YES', 'YES'),
  ('963', array['Syria'], 9, 'NO', 'YES'),
  ('964', array['Iraq'], 9, 'YES', 'YES'),
  ('965', array['Kuwait'], 7, 'REG', 'YES'),
  ('966', array['Saudi Arabia'], 5, 'YES', 'YES'),
  ('967', array['Yemen'], 6, null, null),
  ('968', array['Oman'], 4, 'REG', 'YES'),
  ('970', array['Palestinian Territory'], 9, null, null),
  ('971', array['United Arab Emirates'], 3, 'REG', 'YES'),
  ('972', array['Israel'], 6, 'YES', 'YES'),
  ('973', array['Bahrain'], 3, 'YES', 'YES'),
  ('974', array['Qatar'], 6, 'REG', 'YES'),
  ('975', array['Bhutan'], 10, null, null),
  ('976', array['Mongolia'], 7, 'NO', 'YES'),
  ('977', array['Nepal'], 8, 'NO', 'YES'),
  ('992', array['Tajikistan'], 10, 'YES', 'YES'),
  ('993', array['Turkmenistan'], 7, null, null),
  ('994', array['Azerbaijan'], 9, 'YES', 'YES'),
  ('995', array['Georgia'], 4, 'REG', 'YES'),
  ('996', array['Kyrgyzstan'], 8, 'YES', 'YES'),
  ('998', array['Uzbekistan'], 12, 'REG', 'YES'),
  ('1242', array['Bahamas'], 3, 'NO', 'Carrier DLR'),
  ('1246', array['Barbados'], 7, 'NO', 'Carrier DLR'),
  ('1264', array['Anguilla'], 6, 'YES', 'YES'),
  ('1268', array['Antigua and Barbuda'], 5, 'YES', 'YES'),
  ('1284', array['Virgin Islands, British'], 5, 'YES', 'YES'),
  ('1345', array['Cayman Islands'], 6, 'YES', 'YES'),
  ('1441', array['Bermuda'], 7, null, null),
  ('1473', array['Grenada'], 6, 'YES', 'YES'),
  ('1649', array['Turks and Caicos Islands'], 6, 'YES', 'YES'),
  ('1664', array['Montserrat'], 6, 'NO', 'YES'),
  ('1684', array['American Samoa'], 2, 'NO', 'Carrier DLR'),
  ('1721', array['Sint Maarten'], 2, null, null),
  ('1758', array['Saint Lucia'], 7, 'YES', 'YES'),
  ('1767', array['Dominica, Commonwealth of'], 7, 'YES', 'YES'),
  ('1784', array['Saint Vincent and The Grenadines'], 7, 'YES', 'YES'),
  ('1809', array['Dominican Republic'], 3, 'NO', 'Carrier DLR'),
  ('1829', array['Dominican Republic'], 3, 'NO', 'Carrier DLR'),
  ('1849', array['Dominican Republic'], 3, 'NO', 'Carrier DLR'),
  ('1868', array['Trinidad and Tobago'], 7, null, null),
  ('1869', array['Saint Kitts and Nevis'], 6, 'YES', 'YES'),
  ('1876', array['Jamaica'], 7, 'YES', 'YES');

create trigger international_sms_rates_announce_change after insert or update or delete
  on international_sms_rates
  execute function announce_change();

-- No prefix is longer than four digits, so four look-ups by primary key find the longest one.
create function sms_rate_prefix(normalised_to text) returns text
  language sql stable parallel safe
  return (
    select prefix
    from international_sms_rates
    where prefix in (left(normalised_to, 1), left(normalised_to, 2), left(normalised_to, 3),
      left(normalised_to, 4))
    order by length(prefix) desc
    limit 1
  );
comment on function sms_rate_prefix(text) is 'The row of international_sms_rates that bills a normalised phone number; null where texts cannot be sent. Source: specification, phone numbers, billing.';

create function needs_numeric_sender(phone_prefix text) returns boolean
  language sql stable parallel safe
  return exists (select from international_sms_rates where prefix = phone_prefix and alpha = 'NO');
comment on function needs_numeric_sender(text) is 'Whether a sender name is impossible for a prefix, so that the platform''s own texts need a number as sender. Unknown is not a need. Source: specification, phone numbers, table attributes.';

create function expects_delivery_receipt(international boolean, phone_prefix text) returns boolean
  language sql stable parallel safe
  return not international
    or exists (select from international_sms_rates
      where prefix = phone_prefix and upper(dlr) = 'YES');
comment on function expects_delivery_receipt(boolean, text) is 'Whether a receipt for a text is to be believed: always at home, abroad only where the rates table says YES. Elsewhere it is ignored and the text stays sent. Source: specification, phone numbers, table attributes.';

-- Days on which nobody prints or delivers. New years are added as rows.
create table bank_holidays (
  division text constraint bank_holidays_division_is_known check (division in ('england-and-wales',
    'scotland', 'northern-ireland')),
  day date,
  title text not null,
  primary key (division, day)
);
comment on table bank_holidays is 'Bank holidays as GOV.UK publishes them; letters follow those of England and Wales.';
comment on column bank_holidays.division is 'Where it is a holiday.';
comment on column bank_holidays.day is 'The date, substitute days included.';
comment on column bank_holidays.title is 'Its name.';

insert into bank_holidays (division, day, title)
values
  ('england-and-wales', '2018-01-01', 'New Year’s Day'),
  ('england-and-wales', '2018-03-30', 'Good Friday'),
  ('england-and-wales', '2018-04-02', 'Easter Monday'),
  ('england-and-wales', '2018-05-07', 'Early May bank holiday'),
  ('england-and-wales', '2018-05-28', 'Spring bank holiday'),
  ('england-and-wales', '2018-08-27', 'Summer bank holiday'),
  ('england-and-wales', '2018-12-25', 'Christmas Day'),
  ('england-and-wales', '2018-12-26', 'Boxing Day'),
  ('england-and-wales', '2019-01-01', 'New Year’s Day'),
  ('england-and-wales', '2019-04-19', 'Good Friday'),
  ('england-and-wales', '2019-04-22', 'Easter Monday'),
  ('england-and-wales', '2019-05-06', 'Early May bank holiday'),
  ('england-and-wales', '2019-05-27', 'Spring bank holiday'),
  ('england-and-wales', '2019-08-26', 'Summer bank holiday'),
  ('england-and-wales', '2019-12-25', 'Christmas Day'),
  ('england-and-wales', '2019-12-26', 'Boxing Day'),
  ('england-and-wales', '2020-01-01', 'New Year’s Day'),
  ('england-and-wales', '2020-04-10', 'Good Friday'),
  ('england-and-wales', '2020-04-13', 'Easter Monday'),
  ('england-and-wales', '2020-05-08', 'Early May bank holiday (VE day)'),
  ('england-and-wales', '2020-05-25', 'Spring bank holiday'),
  ('england-and-wales', '2020-08-31', 'Summer bank holiday'),
  ('england-and-wales', '2020-12-25', 'Christmas Day'),
  ('england-and-wales', '2020-12-28', 'Boxing Day'),
  ('england-and-wales', '2021-01-01', 'New Year’s Day'),
  ('england-and-wales', '2021-04-02', 'Good Friday'),
  ('england-and-wales', '2021-04-05', 'Easter Monday'),
  ('england-and-wales', '2021-05-03', 'Early May bank holiday'),
  ('england-and-wales', '2021-05-31', 'Spring bank holiday'),
  ('england-and-wales', '2021-08-30', 'Summer bank holiday'),
  ('england-and-wales', '2021-12-27', 'Christmas Day'),
  ('england-and-wales', '2021-12-28', 'Boxing Day'),
  ('england-and-wales', '2022-01-03', 'New Year’s Day'),
  ('england-and-wales', '2022-04-15', 'Good Friday'),
  ('england-and-wales', '2022-04-18', 'Easter Monday'),
  ('england-and-wales', '2022-05-02', 'Early May bank holiday'),
  ('england-and-wales', '2022-06-02', 'Spring bank holiday'),
  ('england-and-wales', '2022-06-03', 'Platinum Jubilee bank holiday'),
  ('england-and-wales', '2022-08-29', 'Summer bank holiday'),
  ('england-and-wales', '2022-09-19', 'Bank Holiday for the State Funeral of Queen Elizabeth II'),
  ('england-and-wales', '2022-12-26', 'Boxing Day'),
  ('england-and-wales', '2022-12-27', 'Christmas Day'),
  ('england-and-wales', '2023-01-02', 'New Year’s Day'),
  ('england-and-wales', '2023-04-07', 'Good Friday'),
  ('england-and-wales', '2023-04-10', 'Easter Monday'),
  ('england-and-wales', '2023-05-01', 'Early May bank holiday'),
  ('england-and-wales', '2023-05-08', 'Bank holiday for the coronation of King Charles III'),
  ('england-and-wales', '2023-05-29', 'Spring bank holiday'),
  ('england-and-wales', '2023-08-28', 'Summer bank holiday'),
  ('england-and-wales', '2023-12-25', 'Christmas Day'),
  ('england-and-wales', '2023-12-26', 'Boxing Day'),
  ('england-and-wales', '2024-01-01', 'New Year’s Day'),
  ('england-and-wales', '2024-03-29', 'Good Friday'),
  ('england-and-wales', '2024-04-01', 'Easter Monday'),
  ('england-and-wales', '2024-05-06', 'Early May bank holiday'),
  ('england-and-wales', '2024-05-27', 'Spring bank holiday'),
  ('england-and-wales', '2024-08-26', 'Summer bank holiday'),
  ('england-and-wales', '2024-12-25', 'Christmas Day'),
  ('england-and-wales', '2024-12-26', 'Boxing Day'),
  ('england-and-wales', '2025-01-01', 'New Year’s Day'),
  ('england-and-wales', '2025-04-18', 'Good Friday'),
  ('england-and-wales', '2025-04-21', 'Easter Monday'),
  ('england-and-wales', '2025-05-05', 'Early May bank holiday'),
  ('england-and-wales', '2025-05-26', 'Spring bank holiday'),
  ('england-and-wales', '2025-08-25', 'Summer bank holiday'),
  ('england-and-wales', '2025-12-25', 'Christmas Day'),
  ('england-and-wales', '2025-12-26', 'Boxing Day'),
  ('england-and-wales', '2026-01-01', 'New Year’s Day'),
  ('england-and-wales', '2026-04-03', 'Good Friday'),
  ('england-and-wales', '2026-04-06', 'Easter Monday'),
  ('england-and-wales', '2026-05-04', 'Early May bank holiday'),
  ('england-and-wales', '2026-05-25', 'Spring bank holiday'),
  ('england-and-wales', '2026-08-31', 'Summer bank holiday'),
  ('england-and-wales', '2026-12-25', 'Christmas Day'),
  ('england-and-wales', '2026-12-28', 'Boxing Day'),
  ('england-and-wales', '2027-01-01', 'New Year’s Day'),
  ('england-and-wales', '2027-03-26', 'Good Friday'),
  ('england-and-wales', '2027-03-29', 'Easter Monday'),
  ('england-and-wales', '2027-05-03', 'Early May bank holiday'),
  ('england-and-wales', '2027-05-31', 'Spring bank holiday'),
  ('england-and-wales', '2027-08-30', 'Summer bank holiday'),
  ('england-and-wales', '2027-12-27', 'Christmas Day'),
  ('england-and-wales', '2027-12-28', 'Boxing Day'),
  ('scotland', '2018-01-01', 'New Year’s Day'),
  ('scotland', '2018-01-02', '2nd January'),
  ('scotland', '2018-03-30', 'Good Friday'),
  ('scotland', '2018-05-07', 'Early May bank holiday'),
  ('scotland', '2018-05-28', 'Spring bank holiday'),
  ('scotland', '2018-08-06', 'Summer bank holiday'),
  ('scotland', '2018-11-30', 'St Andrew’s Day'),
  ('scotland', '2018-12-25', 'Christmas Day'),
  ('scotland', '2018-12-26', 'Boxing Day'),
  ('scotland', '2019-01-01', 'New Year’s Day'),
  ('scotland', '2019-01-02', '2nd January'),
  ('scotland', '2019-04-19', 'Good Friday'),
  ('scotland', '2019-05-06', 'Early May bank holiday'),
  ('scotland', '2019-05-27', 'Spring bank holiday'),
  ('scotland', '2019-08-05', 'Summer bank holiday'),
  ('scotland', '2019-12-02', 'St Andrew’s Day'),
  ('scotland', '2019-12-25', 'Christmas Day'),
  ('scotland', '2019-12-26', 'Boxing Day'),
  ('scotland', '2020-01-01', 'New Year’s Day'),
  ('scotland', '2020-01-02', '2nd January'),
  ('scotland', '2020-04-10', 'Good Friday'),
  ('scotland', '2020-05-08', 'Early May bank holiday (VE day)'),
  ('scotland', '2020-05-25', 'Spring bank holiday'),
  ('scotland', '2020-08-03', 'Summer bank holiday'),
  ('scotland', '2020-11-30', 'St Andrew’s Day'),
  ('scotland', '2020-12-25', 'Christmas Day'),
  ('scotland', '2020-12-28', 'Boxing Day'),
  ('scotland', '2021-01-01', 'New Year’s Day'),
  ('scotland', '2021-01-04', '2nd January'),
  ('scotland', '2021-04-02', 'Good Friday'),
  ('scotland', '2021-05-03', 'Early May bank holiday'),
  ('scotland', '2021-05-31', 'Spring bank holiday'),
  ('scotland', '2021-08-02', 'Summer bank holiday'),
  ('scotland', '2021-11-30', 'St Andrew’s Day'),
  ('scotland', '2021-12-27', 'Christmas Day'),
  ('scotland', '2021-12-28', 'Boxing Day'),
  ('scotland', '2022-01-03', 'New Year’s Day'),
  ('scotland', '2022-01-04', '2nd January'),
  ('scotland', '2022-04-15', 'Good Friday'),
  ('scotland', '2022-05-02', 'Early May bank holiday'),
  ('scotland', '2022-06-02', 'Spring bank holiday'),
  ('scotland', '2022-06-03', 'Platinum Jubilee bank holiday'),
  ('scotland', '2022-08-01', 'Summer bank holiday'),
  ('scotland', '2022-09-19', 'Bank Holiday for the State Funeral of Queen Elizabeth II'),
  ('scotland', '2022-11-30', 'St Andrew’s Day'),
  ('scotland', '2022-12-26', 'Boxing Day'),
  ('scotland', '2022-12-27', 'Christmas Day'),
  ('scotland', '2023-01-02', 'New Year’s Day'),
  ('scotland', '2023-01-03', '2nd January'),
  ('scotland', '2023-04-07', 'Good Friday'),
  ('scotland', '2023-05-01', 'Early May bank holiday'),
  ('scotland', '2023-05-08', 'Bank holiday for the coronation of King Charles III'),
  ('scotland', '2023-05-29', 'Spring bank holiday'),
  ('scotland', '2023-08-07', 'Summer bank holiday'),
  ('scotland', '2023-11-30', 'St Andrew’s Day'),
  ('scotland', '2023-12-25', 'Christmas Day'),
  ('scotland', '2023-12-26', 'Boxing Day'),
  ('scotland', '2024-01-01', 'New Year’s Day'),
  ('scotland', '2024-01-02', '2nd January'),
  ('scotland', '2024-03-29', 'Good Friday'),
  ('scotland', '2024-05-06', 'Early May bank holiday'),
  ('scotland', '2024-05-27', 'Spring bank holiday'),
  ('scotland', '2024-08-05', 'Summer bank holiday'),
  ('scotland', '2024-12-02', 'St Andrew’s Day'),
  ('scotland', '2024-12-25', 'Christmas Day'),
  ('scotland', '2024-12-26', 'Boxing Day'),
  ('scotland', '2025-01-01', 'New Year’s Day'),
  ('scotland', '2025-01-02', '2nd January'),
  ('scotland', '2025-04-18', 'Good Friday'),
  ('scotland', '2025-05-05', 'Early May bank holiday'),
  ('scotland', '2025-05-26', 'Spring bank holiday'),
  ('scotland', '2025-08-04', 'Summer bank holiday'),
  ('scotland', '2025-12-01', 'St Andrew’s Day'),
  ('scotland', '2025-12-25', 'Christmas Day'),
  ('scotland', '2025-12-26', 'Boxing Day'),
  ('scotland', '2026-01-01', 'New Year’s Day'),
  ('scotland', '2026-01-02', '2nd January'),
  ('scotland', '2026-04-03', 'Good Friday'),
  ('scotland', '2026-05-04', 'Early May bank holiday'),
  ('scotland', '2026-05-25', 'Spring bank holiday'),
  ('scotland', '2026-08-03', 'Summer bank holiday'),
  ('scotland', '2026-11-30', 'St Andrew’s Day'),
  ('scotland', '2026-12-25', 'Christmas Day'),
  ('scotland', '2026-12-28', 'Boxing Day'),
  ('scotland', '2027-01-01', 'New Year’s Day'),
  ('scotland', '2027-01-04', '2nd January'),
  ('scotland', '2027-03-26', 'Good Friday'),
  ('scotland', '2027-05-03', 'Early May bank holiday'),
  ('scotland', '2027-05-31', 'Spring bank holiday'),
  ('scotland', '2027-08-02', 'Summer bank holiday'),
  ('scotland', '2027-11-30', 'St Andrew’s Day'),
  ('scotland', '2027-12-27', 'Christmas Day'),
  ('scotland', '2027-12-28', 'Boxing Day'),
  ('northern-ireland', '2018-01-01', 'New Year’s Day'),
  ('northern-ireland', '2018-03-19', 'St Patrick’s Day'),
  ('northern-ireland', '2018-03-30', 'Good Friday'),
  ('northern-ireland', '2018-04-02', 'Easter Monday'),
  ('northern-ireland', '2018-05-07', 'Early May bank holiday'),
  ('northern-ireland', '2018-05-28', 'Spring bank holiday'),
  ('northern-ireland', '2018-07-12', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2018-08-27', 'Summer bank holiday'),
  ('northern-ireland', '2018-12-25', 'Christmas Day'),
  ('northern-ireland', '2018-12-26', 'Boxing Day'),
  ('northern-ireland', '2019-01-01', 'New Year’s Day'),
  ('northern-ireland', '2019-03-18', 'St Patrick’s Day'),
  ('northern-ireland', '2019-04-19', 'Good Friday'),
  ('northern-ireland', '2019-04-22', 'Easter Monday'),
  ('northern-ireland', '2019-05-06', 'Early May bank holiday'),
  ('northern-ireland', '2019-05-27', 'Spring bank holiday'),
  ('northern-ireland', '2019-07-12', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2019-08-26', 'Summer bank holiday'),
  ('northern-ireland', '2019-12-25', 'Christmas Day'),
  ('northern-ireland', '2019-12-26', 'Boxing Day'),
  ('northern-ireland', '2020-01-01', 'New Year’s Day'),
  ('northern-ireland', '2020-03-17', 'St Patrick’s Day'),
  ('northern-ireland', '2020-04-10', 'Good Friday'),
  ('northern-ireland', '2020-04-13', 'Easter Monday'),
  ('northern-ireland', '2020-05-08', 'Early May bank holiday (VE day)'),
  ('northern-ireland', '2020-05-25', 'Spring bank holiday'),
  ('northern-ireland', '2020-07-13', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2020-08-31', 'Summer bank holiday'),
  ('northern-ireland', '2020-12-25', 'Christmas Day'),
  ('northern-ireland', '2020-12-28', 'Boxing Day'),
  ('northern-ireland', '2021-01-01', 'New Year’s Day'),
  ('northern-ireland', '2021-03-17', 'St Patrick’s Day'),
  ('northern-ireland', '2021-04-02', 'Good Friday'),
  ('northern-ireland', '2021-04-05', 'Easter Monday'),
  ('northern-ireland', '2021-05-03', 'Early May bank holiday'),
  ('northern-ireland', '2021-05-31', 'Spring bank holiday'),
  ('northern-ireland', '2021-07-12', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2021-08-30', 'Summer bank holiday'),
  ('northern-ireland', '2021-12-27', 'Christmas Day'),
  ('northern-ireland', '2021-12-28', 'Boxing Day'),
  ('northern-ireland', '2022-01-03', 'New Year’s Day'),
  ('northern-ireland', '2022-03-17', 'St Patrick’s Day'),
  ('northern-ireland', '2022-04-15', 'Good Friday'),
  ('northern-ireland', '2022-04-18', 'Easter Monday'),
  ('northern-ireland', '2022-05-02', 'Early May bank holiday'),
  ('northern-ireland', '2022-06-02', 'Spring bank holiday'),
  ('northern-ireland', '2022-06-03', 'Platinum Jubilee bank holiday'),
  ('northern-ireland', '2022-07-12', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2022-08-29', 'Summer bank holiday'),
  ('northern-ireland', '2022-09-19', 'Bank Holiday for the State Funeral of Queen Elizabeth II'),
  ('northern-ireland', '2022-12-26', 'Boxing Day'),
  ('northern-ireland', '2022-12-27', 'Christmas Day'),
  ('northern-ireland', '2023-01-02', 'New Year’s Day'),
  ('northern-ireland', '2023-03-17', 'St Patrick’s Day'),
  ('northern-ireland', '2023-04-07', 'Good Friday'),
  ('northern-ireland', '2023-04-10', 'Easter Monday'),
  ('northern-ireland', '2023-05-01', 'Early May bank holiday'),
  ('northern-ireland', '2023-05-08', 'Bank holiday for the coronation of King Charles III'),
  ('northern-ireland', '2023-05-29', 'Spring bank holiday'),
  ('northern-ireland', '2023-07-12', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2023-08-28', 'Summer bank holiday'),
  ('northern-ireland', '2023-12-25', 'Christmas Day'),
  ('northern-ireland', '2023-12-26', 'Boxing Day'),
  ('northern-ireland', '2024-01-01', 'New Year’s Day'),
  ('northern-ireland', '2024-03-18', 'St Patrick’s Day'),
  ('northern-ireland', '2024-03-29', 'Good Friday'),
  ('northern-ireland', '2024-04-01', 'Easter Monday'),
  ('northern-ireland', '2024-05-06', 'Early May bank holiday'),
  ('northern-ireland', '2024-05-27', 'Spring bank holiday'),
  ('northern-ireland', '2024-07-12', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2024-08-26', 'Summer bank holiday'),
  ('northern-ireland', '2024-12-25', 'Christmas Day'),
  ('northern-ireland', '2024-12-26', 'Boxing Day'),
  ('northern-ireland', '2025-01-01', 'New Year’s Day'),
  ('northern-ireland', '2025-03-17', 'St Patrick’s Day'),
  ('northern-ireland', '2025-04-18', 'Good Friday'),
  ('northern-ireland', '2025-04-21', 'Easter Monday'),
  ('northern-ireland', '2025-05-05', 'Early May bank holiday'),
  ('northern-ireland', '2025-05-26', 'Spring bank holiday'),
  ('northern-ireland', '2025-07-14', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2025-08-25', 'Summer bank holiday'),
  ('northern-ireland', '2025-12-25', 'Christmas Day'),
  ('northern-ireland', '2025-12-26', 'Boxing Day'),
  ('northern-ireland', '2026-01-01', 'New Year’s Day'),
  ('northern-ireland', '2026-03-17', 'St Patrick’s Day'),
  ('northern-ireland', '2026-04-03', 'Good Friday'),
  ('northern-ireland', '2026-04-06', 'Easter Monday'),
  ('northern-ireland', '2026-05-04', 'Early May bank holiday'),
  ('northern-ireland', '2026-05-25', 'Spring bank holiday'),
  ('northern-ireland', '2026-07-13', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2026-08-31', 'Summer bank holiday'),
  ('northern-ireland', '2026-12-25', 'Christmas Day'),
  ('northern-ireland', '2026-12-28', 'Boxing Day'),
  ('northern-ireland', '2027-01-01', 'New Year’s Day'),
  ('northern-ireland', '2027-03-17', 'St Patrick’s Day'),
  ('northern-ireland', '2027-03-26', 'Good Friday'),
  ('northern-ireland', '2027-03-29', 'Easter Monday'),
  ('northern-ireland', '2027-05-03', 'Early May bank holiday'),
  ('northern-ireland', '2027-05-31', 'Spring bank holiday'),
  ('northern-ireland', '2027-07-12', 'Battle of the Boyne (Orangemen’s Day)'),
  ('northern-ireland', '2027-08-30', 'Summer bank holiday'),
  ('northern-ireland', '2027-12-27', 'Christmas Day'),
  ('northern-ireland', '2027-12-28', 'Boxing Day');

create table letter_transit_days (
  postage text primary key constraint letter_transit_days_postage_is_known
    check (postage in ('first', 'second', 'economy', 'europe', 'rest-of-world')),
  earliest_days smallint not null
    constraint letter_transit_days_is_not_negative check (earliest_days >= 0),
  latest_days smallint not null,
  last_weekday smallint not null constraint letter_transit_days_last_weekday_is_friday_to_sunday
    check (last_weekday between 5 and 7),
  constraint letter_transit_days_earliest_before_latest check (earliest_days <= latest_days)
);
comment on table letter_transit_days is 'How long letters of each postage travel, in working days of the post between the day after printing and delivery. Source: specification, letter timings.';
comment on column letter_transit_days.postage is 'The class of post.';
comment on column letter_transit_days.earliest_days is 'Days in transit at best.';
comment on column letter_transit_days.latest_days is 'Days in transit at worst; the API''s estimate.';
comment on column letter_transit_days.last_weekday is 'Delivered from Monday to this ISO weekday: 6 is Saturday.';

insert into letter_transit_days (postage, earliest_days, latest_days, last_weekday)
values
  ('first', 0, 0, 6),
  ('second', 3, 4, 5),
  ('economy', 3, 6, 5),
  ('europe', 3, 5, 5),
  ('rest-of-world', 5, 7, 5);

-- The n-th working day is looked for in twice as many days and a fortnight more: enough for
-- Christmas weeks, where at least four days of fourteen are working days. A distance of zero is an
-- error: the offset may not be negative. With its own choice PostgreSQL plans this anew at every
-- call, which takes 190 of 240 microseconds; the generic plan is the same plan and leaves 55.
create function working_day(from_day date, distance integer, last_weekday integer) returns date
  language sql stable parallel safe
  set plan_cache_mode = force_generic_plan
  return (
    select candidate.day
    from (
      select step, (from_day + sign(distance)::integer * step)::date as day
      from generate_series(1, abs(distance) * 2 + 14) as step
    ) as candidate
    where extract(isodow from candidate.day) <= last_weekday
      and candidate.day <> all (array(
        select day
        from bank_holidays
        where division = 'england-and-wales'
          and day between from_day - (abs(distance) * 2 + 14)
            and from_day + (abs(distance) * 2 + 14)
      ))
    order by candidate.step
    offset abs(distance) - 1
    limit 1
  );
comment on function working_day(date, integer, integer) is 'The day that lies so many working days after (or before) a day, in a calendar from Monday to the ISO weekday given, less bank holidays of England and Wales. The printer works to Friday (5), the post as letter_transit_days says. Source: specification, letter timings.';

-- Planner note: the rule without a look at the settings, so that queries over many letters inline
-- it and read them once.
create function letter_print_day(created_at timestamptz, cut_off time, time_zone text) returns date
  language sql immutable parallel safe
  return ((created_at at time zone time_zone) + (interval '24 hours' - cut_off::interval))::date;
comment on function letter_print_day(timestamptz, time, text) is 'letter_print_day for given settings.';

create function letter_print_day(created_at timestamptz) returns date
  language sql stable parallel safe
  return (
    select letter_print_day(created_at, print_cut_off, time_zone)
    from settings
  );
comment on function letter_print_day(timestamptz) is 'The local date of the run that a letter belongs to: its own date before the cut-off time (17:30), the next one from it on. Every day has a run; folders, runs and what people are told all follow this date. Source: specification, letters, print run.';

create function letter_printed_at(created_at timestamptz) returns timestamptz
  language sql stable parallel safe
  return (
    (working_day(letter_print_day(created_at), 1,
      5) + time '15:00') at time zone platform_time_zone()
  );
comment on function letter_printed_at(timestamptz) is 'By when a letter is printed: 15:00 local on the first working day of the printer after its run. The seconds of its creation play no part. Source: specification, letter timings.';

create function is_letter_printed(created_at timestamptz, at timestamptz) returns boolean
  language sql stable parallel safe
  return at > letter_printed_at(created_at);
comment on function is_letter_printed(timestamptz, timestamptz) is 'Whether a letter created then is printed by now. Source: specification, letter timings.';

create function letter_delivery(created_at timestamptz, letter_postage text)
  returns table (earliest_at timestamptz, latest_at timestamptz)
  language sql stable parallel safe
begin atomic
  select
    (working_day(printed.day, 1 + earliest_days,
      last_weekday) + time '16:00') at time zone platform_time_zone(),
    (working_day(printed.day, 1 + latest_days,
      last_weekday) + time '16:00') at time zone platform_time_zone()
  from letter_transit_days,
    lateral (select local_date(letter_printed_at(created_at)) as day) as printed
  where letter_transit_days.postage = letter_postage;
end;
comment on function letter_delivery(timestamptz, text) is 'The earliest and the latest time at which a letter is expected to arrive, 16:00 local; no row for an unknown postage. Source: specification, letter timings.';

create function estimated_delivery(created_at timestamptz, letter_postage text) returns timestamptz
  language sql stable parallel safe
  return (select latest_at from letter_delivery(created_at, letter_postage));
comment on function estimated_delivery(timestamptz, text) is 'What the API calls estimated_delivery: the latest time at which a letter is expected to arrive. Source: specification, letter timings.';

create function last_print_deadline(at timestamptz) returns timestamptz
  language sql stable parallel safe
  return (
    select (letter_print_day(at) - 1 + print_cut_off) at time zone time_zone
    from settings
  );
comment on function last_print_deadline(timestamptz) is 'The last cut-off time that has come: today''s from 17:30 local on, yesterday''s before it. Source: specification, letters, print run.';

create function is_letter_cancellable(letter_status text, created_at timestamptz, at timestamptz)
  returns boolean
  language sql stable parallel safe
  return letter_status in ('created', 'pending-virus-check')
    and created_at > last_print_deadline(at);
comment on function is_letter_cancellable(text, timestamptz, timestamptz) is 'Whether a letter can still be cancelled: not yet handed on, and no cut-off time since it was created (a letter created exactly at it is in the run). Instants are compared, not minutes. Source: specification, letters, cancelling.';

grant select on international_sms_rates, bank_holidays, letter_transit_days to crier_reader;

-- What only reads is the reader's too.
grant execute on function sms_rate_prefix(text), needs_numeric_sender(text),
  expects_delivery_receipt(boolean, text), working_day(date, integer, integer),
  letter_print_day(timestamptz), letter_print_day(timestamptz, time, text),
  letter_printed_at(timestamptz), is_letter_printed(timestamptz, timestamptz),
  letter_delivery(timestamptz, text), estimated_delivery(timestamptz, text),
  last_print_deadline(timestamptz), is_letter_cancellable(text, timestamptz, timestamptz)
  to crier_reader;

-- migrate:down
drop function is_letter_cancellable(text, timestamptz, timestamptz),
  last_print_deadline(timestamptz),
  estimated_delivery(timestamptz, text), letter_delivery(timestamptz, text),
  is_letter_printed(timestamptz, timestamptz), letter_printed_at(timestamptz),
  letter_print_day(timestamptz), letter_print_day(timestamptz, time, text),
  working_day(date, integer, integer);
drop table letter_transit_days, bank_holidays;
drop function expects_delivery_receipt(boolean, text), needs_numeric_sender(text),
  sms_rate_prefix(text);
drop table international_sms_rates;
