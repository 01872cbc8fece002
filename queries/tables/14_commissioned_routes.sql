/*
Registers of what is commissioned for which need. Every day a register was given
is kept: a census is answered by the register as it stood then. Whose register
it is tells them apart while files are read; after that a number does.
*/
create temp table commissioned_route_rows as
with registers as (
    select
        routes.* exclude (record_key, parent_file_id, parent_row, source),
        dense_rank() over (order by coalesce(routes.source, ''))::integer as register_number
    from sound_commissioned_routes as routes
)
select
    *,
    case
        when (select only_la_code from only_authority) is null
            then 'Whose register it is cannot be told: not one authority alone is loaded'
        when row_number() over (
            partition by register_number, snapshot_date, need_code, service, provider_code, from_date
            order by file_id desc, row
        ) > 1 then 'The same route once more for that day: of two files the later by name counts'
    end as aside
from registers;

insert into set_aside
select 'commissioned_routes', file_id, row, aside from commissioned_route_rows where aside is not null;

create table commissioned_routes as
select
    left(
        md5(
            concat_ws(
                '|',
                'commissioned_route',
                register_number,
                snapshot_date,
                need_code,
                coalesce(service, ''),
                coalesce(provider_code, ''),
                from_date
            )
        ),
        16
    ) as commissioned_route_id,
    (select only_la_code from only_authority) as la_code,
    register_number,
    snapshot_date,
    need_code as need_type,
    service,
    provider_code,
    is_commissioned,
    from_date,
    to_date,
    file_id,
    row
from commissioned_route_rows
where aside is null;
