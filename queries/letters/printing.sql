/* @name AcknowledgeBatches */
select
  acknowledged as "acknowledged!", missing as "missing!", unexpected as "unexpected!",
  is_told as "is_told!"
from acknowledge_batches(:acknowledgements!, :now!);

/* @name ApplyResponseFile */
select
  lines as "lines!", applied as "applied!", unknown_references as "unknown_references!",
  failed_references as "failed_references!", other_sheets as "other_sheets!",
  unknown_words as "unknown_words!", alert
from apply_response_file(:file_name!, :content!, :now!);

/* @name BeginPrinterRotation */
select begin_printer_rotation(:provider!, :secret!, :now!) as "is_begun!";

/* @name ClaimPrintBatch */
select
  id as "id!", print_day::text as "print_day!", postage as "postage!", service_id as "service_id!",
  organisation_id, name as "name!"
from claim_print_batch(:batch!, :printer!, :now!);

/* @name CollateLetters */
select collate_letters(:print_day!, :postage!, :now!) as "batches!";

/* @name EnqueuePrinterRotations */
select enqueue_printer_rotations(:now!) as "enqueued!";

/* @name EnqueueResponseFile */
select enqueue(
    -- The same file is read once at a time, and again when it is told of again.
    'letter-responses', array[md5(:provider! || ' ' || :file!)::uuid], null, null,
    array[jsonb_build_object('provider', :provider!::text, 'file', :file!::text)]
  ) as "enqueued!";

/* @name FailPrintBatch */
select fail_print_batch(:batch!, :reason!, :retry_at, :now!) as failures;

/* @name FinishPrinterRotation */
select finish_printer_rotation(:provider!, :secret!, :sealed!, notify_user_id(), :now!);

/* @name ForgetPrintBatches */
select forget_print_batches(local_date(:now!) - 90, :batch_size!) as "forgotten!";

/* @name GetActivePrinter */
select
  -- The first by weight; the others wait.
  identifier as "identifier!"
from provider_details
where notification_type = 'letter' and active and priority > 0
order by priority desc, identifier
limit 1;

/* @name GiveUpPrinterRotation */
select give_up_printer_rotation(:provider!, :secret!, :reason!, :now!) as "is_told!";

/* @name KeepNextPassword */
select set_provider_setting(
  :provider!, 'next_password', null, :sealed!, null, notify_user_id(), :now!
);

/* @name ListPrintBatchContents */
select
  -- In the order in which they are printed.
  content.notification_id as "id!", content.file_id, content.bytes, content.file_name,
  letter.reference as "reference!", letter."to" as "address!"
from print_batch_contents content
join notifications letter on letter.id = content.notification_id
where content.batch_id = :batch! and content.outcome is null
order by content.position;

/* @name ReceivePrintCallback */
select outcome as "outcome!", units
from receive_print_callback(:told!::jsonb, :now!);

/* @name ReceiveSandboxLetters */
select receive_sandbox_letters(:now!) as "received!";

/* @name RecordHandOver */
select notification_id as "id!", outcome as "outcome!", detail
from record_hand_over(:batch!, :told!::jsonb, :now!);

/* @name RefuseResponseFile */
select refuse_response_file(:file_name!, :reason!, :now!) as "is_told!";

/* @name ResumePrintBatches */
select resume_print_batches(:now!) as "resumed!";

/* @name StartPrintRun */
select start_print_run(:now!)::text as "print_day!";

/* @name TellLetterVolumes */
select tell_letter_volumes(:print_day!, :addresses!, :now!) as "told!";

/* @name WatchFailedLetters */
select letters as "letters!", is_told as "is_told!"
from watch_failed_letters(:environment!, :now!);

/* @name WatchLettersStillCreated */
select letters as "letters!", is_told as "is_told!"
from watch_letters_still_created(:environment!, :now!);

/* @name WatchLettersStillSending */
select letters as "letters!", is_told as "is_told!"
from watch_letters_still_sending(:environment!, :now!);

/* @name WatchUnsentBatches */
select batches as "batches!", is_told as "is_told!"
from watch_unsent_batches(:environment!, :now!);

/* @name WithdrawLetters */
select withdraw_letters(:batch!, :letters!, :reason!, :now!) as "withdrawn!";
