-- A state machine is a table <thing>_transitions (event, from_status, to_status). Each table that
-- follows one gets a function of its own, whose statement names its columns and keeps its plan:
-- 5 µs a row, and only where the status changes. One function for all would plan its statement anew
-- for each row.
create or replace procedure refuse_other_transitions_of(
  watched regclass, status_column name, transitions regclass, kind_column name default null
)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  execute format('select event, from_status, to_status from %s limit 0', transitions);
  execute format(
    $make$
      create or replace function %1$I() returns trigger
        language plpgsql
        set search_path = public, pg_temp
      as $body$
      begin
        if not exists (
          select from %2$s
          where from_status = old.%3$I and to_status = new.%3$I %4$s
        ) then
          raise exception '%6$s: %% does not become %%', old.%3$I, new.%3$I
            using errcode = 'check_violation', constraint = 'status_follows_its_transitions';
        end if;
        return new;
      end
      $body$;
      comment on function %1$I() is %5$L;
      create or replace trigger %7$I before update of %3$I on %6$s
        for each row when (old.%3$I is distinct from new.%3$I) execute function %1$I();
    $make$,
    watched || '_refuse_other_transitions', transitions, status_column,
    case when kind_column is not null then format('and %1$I = new.%1$I', kind_column) else '' end,
    format('Row trigger: refuses a change of %s that %s has not, whoever asks. Made by refuse_other_transitions_of.',
      status_column, transitions),
    watched, watched || '_follow_transitions'
  );
end
$$;
comment on procedure refuse_other_transitions_of(regclass, name, regclass, name) is 'For db/rules: the table''s status changes only as its table of transitions allows, whoever writes it. kind_column is the column of both tables that tells machines of several kinds apart.';
