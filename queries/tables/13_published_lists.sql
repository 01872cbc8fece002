/*
Waiting lists that NHS England publishes. A month published again counts as it
was published last; of the same figure in two files of one day the last by name
counts. A blank is kept as one: nobody submitted a figure, which is not 0.
*/
create temp table published_figures_in_files as
with dated as (
    select *, dense_rank() over (partition by month_date order by published_date desc nulls last) as newness
    from sound_published_lists
),
placed as (
    select
        dated.*,
        services.service,
        services.label,
        case
            when dated.level = 'provider' then 'Of a provider: England, regions and boards are kept'
            when dated.level not in ('england', 'region', 'icb')
                then 'Of an organisation that is no region and no board'
            when services.published_service is null then 'Of a service that is in no list of ours'
            when dated.newness > 1 then 'The same month was published again later'
        end as not_needed
    from dated
    left join reference_published_services as services on dated.published_service = services.published_service
)
select
    *,
    case
        when not_needed is not null then not_needed
        when row_number() over (
            partition by not_needed, month_date, level, lower(org_name), published_service, band
            order by file_id desc, row
        ) > 1 then 'The same figure in another file of that month, later by name'
    end as aside
from placed;

insert into set_aside
select 'published_lists', file_id, row, aside from published_figures_in_files where aside is not null;

create table published_lists as
select
    month_date,
    level,
    org_code,
    org_name,
    service,
    published_service,
    label as published_service_name,
    band,
    waiting,
    case when waiting is null then coalesce(flag, 'blank') end as flag,
    published_date,
    sheet,
    sheet_row,
    sheet_column,
    file_id,
    row
from published_figures_in_files
where aside is null;
